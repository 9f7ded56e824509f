/**
 * From a table of words and a view of the server to the sentences on the screen.
 *
 * Pure: locale, words, view and `now` come in, text goes out. Placeholders are isolated where writing directions mix, so
 * that "Sara" inside Arabic, or a Hebrew name inside English, does not turn the sentence around.
 */

import type { CustomerView } from "@segue/core/frames";
import type { FirstWords, Language, LaterWords, PanelState, StateWords, Words } from "./words/types.gen.ts";

export type { FirstWords, Language, LaterWords, PanelState, Words } from "./words/types.gen.ts";

const FIRST: Record<Language, () => Promise<{ default: FirstWords }>> = {
  en: () => import("./words/en.gen.ts"),
  de: () => import("./words/de.gen.ts"),
  es: () => import("./words/es.gen.ts"),
  ar: () => import("./words/ar.gen.ts"),
};

const LATER: Record<Language, () => Promise<{ default: LaterWords }>> = {
  en: () => import("./words/en.later.gen.ts"),
  de: () => import("./words/de.later.gen.ts"),
  es: () => import("./words/es.later.gen.ts"),
  ar: () => import("./words/ar.later.gen.ts"),
};

export function languageOf(locale: string | null | undefined): Language {
  const base = (locale ?? "").toLowerCase().split(/[-_]/)[0] ?? "";
  return Object.hasOwn(FIRST, base) ? (base as Language) : "en";
}

/** What the panel says before and around the first message. The rest is empty until `loadLaterWords` has come. */
export async function loadWords(language: Language): Promise<Words> {
  return (await FIRST[language]()).default as Words;
}

export async function loadLaterWords(language: Language): Promise<LaterWords> {
  return (await LATER[language]()).default;
}

export function withLater(words: Words, later: LaterWords): Words {
  const joined: Record<string, unknown> = { ...words };
  for (const [group, more] of Object.entries(later)) joined[group] = typeof more === "string" ? more : { ...(joined[group] as object), ...more };
  return joined as unknown as Words;
}

export function direction(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

const STRONG_RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

type Values = Record<string, string | number | null | undefined>;

/** `{name}` becomes its value; a sentence whose value is missing keeps an empty place. */
export function fill(template: string, values: Values): string {
  const mixed = STRONG_RTL.test(template);
  return template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(values[key] ?? "");
    return value && (mixed !== STRONG_RTL.test(value)) ? `\u2068${value}\u2069` : value;
  });
}

/** A wait as a phrase. Under a minute is only said when somebody is coming already (`coming`). */
export function etaPhrase(words: Words, low: number | null, high: number | null, coming = false): string {
  const from = Math.floor((low ?? 0) / 60);
  const to = high === null ? 61 : Math.ceil(high / 60);
  if (to > 60 || from >= 20) return from ? fill(words.eta.over, { n: Math.min(from, 20) }) : words.eta.unknown;
  if (to <= 1 && coming) return words.eta.under_1;
  if (to <= 1 || from >= to) return fill(words.eta.minutes, { n: to || 1 });
  return from ? fill(words.eta.range, { from, to }) : fill(words.eta.up_to, { n: to });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than using it a thousand times. */
function format(language: Language, kind: "time" | "weekday" | "date"): Intl.DateTimeFormat {
  const id = `${language} ${kind}`;
  const options = { time: TIME, weekday: { weekday: "short" }, date: { day: "numeric", month: "short" } } as const;
  const made = formats.get(id) ?? new Intl.DateTimeFormat(numeric(language), options[kind]);
  formats.set(id, made);
  return made;
}

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const SIX_DAYS_MS = 6 * 86_400_000;
const SOON_MS = 16 * 3_600_000;

/** 09:00 today and in the coming hours, "Wed 09:00" on another day; in the reader's zone. */
export function clockTime(language: Language, iso: string | null | undefined, now: number): string {
  const at = new Date(iso ?? Number.NaN);
  const away = at.getTime() - now;
  if (Number.isNaN(away)) return "";
  const time = format(language, "time").format(at);
  if ((away > 0 && away < SOON_MS) || new Date(now).toDateString() === at.toDateString()) return time;
  return `${format(language, Math.abs(away) > SIX_DAYS_MS ? "date" : "weekday").format(at)} ${time}`;
}

/** Latin digits everywhere, so that times, places and phone numbers look the same in one sentence. */
export function numeric(language: Language): string {
  return `${language}-u-nu-latn`;
}

export interface Sentences {
  header: readonly [string, string];
  placeholder: string;
  /** Label of the person button and the detail at its end. */
  person: readonly [string, string] | null;
  spoken: string | null;
}

export interface Said {
  words: Words;
  language: Language;
  brand: string;
  now: number;
}

/** Everything that a state says, filled in. */
export function sentences(state: PanelState, view: CustomerView | null, said: Said): Sentences {
  const { words } = said;
  const table: StateWords = words.states[state] ?? { header: ["{brand}", ""], ph: "", person: null, sr: null };
  const values = valuesOf(view, said);
  const header = honest(state, table.header.map((line) => fill(line, values)) as unknown as readonly [string, string], view, said);
  const parts = table.person && fill(table.person, values).split(" · ");
  return {
    header,
    placeholder: fill(table.ph, values),
    person: parts ? [parts[0] ?? "", detail(view, parts[1] ?? "")] : null,
    spoken: table.sr && (state === "away" && !view?.opens_at ? header.join(". ") : fill(table.sr, values)),
  };
}

export function valuesOf(view: CustomerView | null, { words, language, brand, now }: Said): Values {
  const coming = view?.key === "finding" || view?.key === "in_line_next" || view?.key === "transferring";
  const by = clockTime(language, view?.answer_by, now);
  return {
    ...(view as Values | null), // name, place, case and email are said as they are
    brand,
    team: view?.team ?? brand,
    eta: etaPhrase(words, view?.eta_low_s ?? null, view?.eta_high_s ?? null, coming),
    opens_at: clockTime(language, view?.opens_at, now),
    by,
    time: by,
  };
}

/** A header never promises people who are not there, nor a time that nobody knows. */
function honest(
  state: PanelState,
  lines: readonly [string, string],
  view: CustomerView | null,
  { words }: Said,
): readonly [string, string] {
  const { closed_for: day, opens_at: opens } = view ?? {};
  if (state === "away" && (day || !opens))
    return [day ? fill(words.panel.away_for, { day }) : words.panel.away_now, opens ? lines[0] : words.panel.away_soon];
  if ((state === "saved" || state === "callback_booked") && !view?.answer_by) return [words.panel.saved_plain, lines[1]];
  const promises = state === "assistant" || state === "offer";
  if (hangs(lines[1]) || (promises && view && !view.people_online)) return [lines[0], words.speakers.assistant];
  return lines;
}

/** No detail is better than an empty promise: nobody online and no time known. */
function detail(view: CustomerView | null, text: string): string {
  return !view || hangs(text) ? "" : text;
}

/** "people back at " without a time. */
const hangs = (text: string): boolean => text.endsWith(" ");
