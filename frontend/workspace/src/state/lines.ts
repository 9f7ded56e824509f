/**
 * From events to what a person reads: the lines of a thread. Four voices (customer, assistant, person,
 * note), the pass where a conversation changes hands, quiet system lines, and days between them.
 */

import { resultOf, type Run, type RunResult, runOf } from "../api/doing.ts";
import type { AEvent, Agent, EventBody, Id, Iso, Source } from "../api/types.ts";
import type { Echo } from "./desk.ts";

export type Voice = "customer" | "bot" | "person";

export interface Message {
  type: "message";
  key: string;
  seq: number | null;
  voice: Voice;
  mine: boolean;
  name: string | null;
  initials: string;
  team: string | null;
  at: Iso;
  text: string;
  lang: string | null;
  sources: readonly Source[];
  /** Answers that could be tapped, and the one that was said. */
  choices: readonly string[];
  chosen: string | null;
  /** It asks back: for a field, or which of several is meant. */
  asked: boolean;
  delivery: "sent" | "read" | null;
  /** An answer of the assistant that went out because somebody let it: who, and whether they changed it. */
  approved: { by: string; edited: boolean } | null;
  echo: Echo | null;
}

export interface NoteLine {
  type: "note";
  key: string;
  name: string | null;
  mine: boolean;
  at: Iso;
  text: string;
  /** From a lead to the one who has the conversation; a note is for the whole team. */
  whisper: boolean;
  echo: Echo | null;
}

export interface SystemLine {
  type: "system";
  key: string;
  seq: number;
  at: Iso;
  kind: string;
  /** `pass` only where a conversation goes from the assistant's hands into a person's. */
  pass: boolean;
  body: EventBody;
}

export interface DayLine {
  type: "day";
  key: string;
  at: Iso;
}

/**
 * One run of an action: a single card, that stands where it was wanted and moves to where it was done. The one
 * that takes another back says so on that card, too.
 */
export interface ActionLine {
  type: "action";
  key: string;
  seq: number;
  at: Iso;
  run: Run | null;
  result: RunResult | null;
  /** Who wanted it: a colleague's name, or null for the assistant. */
  by: string | null;
  mine: boolean;
}

export type Line = Message | NoteLine | SystemLine | DayLine | ActionLine;

/** Events that a reader of the conversation need not see; they feed the card, the list or the record. */
const SILENT: ReadonlySet<string> = new Set([
  "opened",
  "facts_learned",
  "contact_known",
  "signals",
  "miss",
  "judged",
  "stand_by_asked",
  "stand_by_released",
  "place_told",
  "choices_shown",
  "companion_kept",
  "place_gone",
  "offer_made",
  "offer_taken",
  "offer_withdrawn",
  "offer_ended",
  "survey",
  "presence",
  "action_moved",
  "field_missed",
]);

export interface Reading {
  events: readonly AEvent[];
  outbox: readonly Echo[];
  me: Agent | null;
  readTo: number;
  /** The customer's first name and initials, for their bubbles. */
  customer: { name: string | null; initials: string };
}

/** What became of the runs so far, by their numbers. */
interface Runs {
  now: ReadonlyMap<number, Run>;
  over: ReadonlySet<number>;
  done: ReadonlySet<number>;
  undone: ReadonlySet<number>;
}

function runsOf(events: readonly AEvent[]): Runs {
  const now = new Map<number, Run>();
  const over = new Set<number>();
  const done = new Set<number>();
  const undone = new Set<number>();
  for (const { event } of events) {
    if (event.kind === "action_wanted" || event.kind === "action_moved") {
      const run = runOf(event);
      if (run !== null) now.set(run.n, { ...now.get(run.n), ...filled(run) });
    } else if (event.kind === "action_over") over.add(Number(event["n"]));
    else if (event.kind === "action_done") {
      const result = resultOf(event);
      if (result === null) continue;
      done.add(result.n);
      const takes = now.get(result.n)?.undoes ?? 0;
      if (takes > 0 && result.outcome === "done") undone.add(takes);
    }
  }
  return { now, over, done, undone };
}

/** A later word about a run need not say again what it is. */
function filled(run: Run): Run {
  const { title, action, shown, ...rest } = run;
  return { ...rest, ...(title === "" ? {} : { title }), ...(action === "" ? {} : { action }), ...(shown.length === 0 ? {} : { shown }) } as Run;
}

export function linesOf(reading: Reading): Line[] {
  const lines: Line[] = [];
  let day = "";
  const put = (line: Exclude<Line, DayLine>): void => {
    const today = dayOf(line.at);
    if (today !== day) lines.push({ type: "day", key: `day:${today}`, at: line.at });
    day = today;
    lines.push(line);
  };
  let edited = false;
  const runs = runsOf(reading.events);
  let offered: Message | null = null;
  for (const event of reading.events) {
    const line = lineOf(event, reading, runs);
    // An answer that was let go comes right after the word that let it.
    if (line?.type === "message" && line.approved !== null) line.approved.edited = edited;
    // What the customer says next may be one of the answers they could tap.
    if (line?.type === "message" && line.choices.length > 0) offered = line;
    else if (line?.type === "message" && line.voice === "customer" && offered !== null) {
      offered.chosen = offered.choices.find((choice) => choice.trim() === line.text.trim()) ?? null;
      offered = null;
    }
    if (event.event.kind === "draft_settled") edited = event.event["how"] === "edited";
    if (line !== null) put(line);
  }
  for (const echo of reading.outbox) put(echoLine(echo, reading.me));
  return lines;
}

function lineOf({ seq, at, event }: AEvent, reading: Reading, runs: Runs): Exclude<Line, DayLine> | null {
  const key = `e${seq}`;
  if (event.kind === "action_wanted" || event.kind === "action_done") return actionLine(seq, at, event, reading, runs);
  if (event.kind === "message") return messageLine(seq, at, event, reading);
  if (event.kind === "note" || event.kind === "whispered") {
    const mine = authoredBy(event, reading.me?.id);
    return { type: "note", key, name: event.name ?? null, mine, at, text: event.text ?? "", whisper: event.kind === "whispered", echo: null };
  }
  if (SILENT.has(event.kind) || saidAlready(event)) return null;
  if (!KNOWN.has(event.kind) && !event.text) return null;
  // Only the first word about a run says what it is.
  const body = event.kind === "action_over" ? { ...event, title: runs.now.get(Number(event["n"]))?.title ?? "" } : event;
  return { type: "system", key, seq, at, kind: event.kind, pass: event.kind === "handoff_requested", body };
}

/** The card of a run; none while it only stands for one that comes further down. */
function actionLine(seq: number, at: Iso, event: EventBody, reading: Reading, runs: Runs): ActionLine | null {
  const result = event.kind === "action_done" ? resultOf(event) : null;
  const n = result?.n ?? runOf(event)?.n ?? 0;
  if (result === null && (runs.done.has(n) || runs.over.has(n))) return null;
  const run = runs.now.get(n) ?? null;
  const who = event["by"] ?? (event["run"] as { by?: unknown } | undefined)?.by ?? null;
  const by = typeof event.name === "string" && event.name !== "" ? event.name : typeof who === "string" && who !== "assistant" && who !== "" ? who : null;
  return {
    type: "action",
    key: `run${n}:${result === null ? "wanted" : "done"}`,
    seq,
    at,
    run,
    // What a message has said already need not stand on the card below it again.
    result: result === null ? null : { ...result, text: event["said"] === true ? "" : result.text, undone: result.undone || runs.undone.has(n) },
    by,
    mine: who === reading.me?.id || (by !== null && by === reading.me?.name),
  };
}

/** A transfer and a lost connection have a line of their own; the handoff that follows adds nothing to it. */
function saidAlready(event: EventBody): boolean {
  if (event.kind === "handoff_requested") return event.reason === "transferred" || event.reason === "agent_lost";
  // Who approved an answer stands below it.
  if (event.kind === "draft_settled") return event["how"] === "approved" || event["how"] === "edited";
  if (event.kind === "priority_changed") return ruleOf(event) === null;
  // That an answer is due soon stands in the list; in the thread only what matters afterwards is told.
  if (event.kind === "alarm") return /^(?:first|next)_answer_due$/u.test(String(event["what"] ?? ""));
  return event.kind === "agent_left" && event["why"] === "transferred";
}

const BY_RULE = /^rule (\S+)$/u;

/** The id of the rule that made this happen, where one did. */
export function ruleOf(event: EventBody): string | null {
  for (const one of [event, event["handoff"], event["draft"]]) {
    const named = (one as { rule?: unknown } | null | undefined)?.rule;
    if (typeof named === "string" && named !== "") return named;
  }
  return BY_RULE.exec(event.by ?? "")?.[1] ?? BY_RULE.exec(event.why ?? "")?.[1] ?? null;
}

/** Kinds that have words of their own in the language files under `line`. */
export const KNOWN: ReadonlySet<string> = new Set([
  "handoff_requested",
  "left_line",
  "agent_joined",
  "agent_left",
  "agent_lost",
  "guest_invited",
  "transferred",
  "bot_returned",
  "deferred",
  "promise_moved",
  "wrap_up",
  "closed",
  "rated",
  "transcript",
  "reopened",
  "field_wanted",
  "person_offered",
  "person_declined",
  "draft_held",
  "draft_settled",
  "marked",
  "stood_by",
  "team_changed",
  "priority_changed",
  "offer_lapsed",
  "declined",
  "tagged",
  "snoozed",
  "woken",
  "verdict",
  "action_over",
  "identity_asked",
  "code_asked",
  "identity_proven",
  "relaxed",
  "wait_outgrown",
  "call_tried",
  "alarm",
  "customer_left",
  "customer_returned",
  "dropped",
]);

function messageLine(seq: number, at: Iso, event: EventBody, reading: Reading): Message | SystemLine {
  const key = `e${seq}`;
  if (event.author === "system") {
    return { type: "system", key, seq, at, kind: "message", pass: false, body: event };
  }
  const voice: Voice =
    event.author === "customer" ? "customer" : event.author === "bot" ? "bot" : "person";
  const mine = voice === "person" && authoredBy(event, reading.me?.id, reading.me?.name);
  const name = voice === "customer" ? firstName(reading.customer.name) : (event.name ?? null);
  return {
    type: "message",
    key,
    seq,
    voice,
    mine,
    name,
    initials:
      voice === "customer"
        ? reading.customer.initials
        : (event.initials ?? (mine ? reading.me?.initials : undefined) ?? initialsOf(name)),
    team: event.team ?? null,
    at,
    text: event.text ?? "",
    lang: event.lang ?? null,
    sources: event.sources ?? [],
    choices: event.choices ?? [],
    chosen: null,
    asked: event.asked === true,
    delivery: voice === "person" ? (seq <= reading.readTo ? "read" : "sent") : null,
    approved: typeof event["approved_by"] === "string" ? { by: event["approved_by"], edited: false } : null,
    echo: null,
  };
}

function echoLine(echo: Echo, me: Agent | null): Message | NoteLine {
  const key = `o${echo.clientId}`;
  if (echo.mode !== "reply") {
    return { type: "note", key, name: me?.name ?? null, mine: true, at: echo.at, text: echo.text, whisper: echo.mode === "whisper", echo };
  }
  return {
    type: "message",
    key,
    seq: null,
    voice: "person",
    mine: true,
    name: me?.name ?? null,
    initials: me?.initials ?? "",
    team: null,
    at: echo.at,
    text: echo.text,
    lang: null,
    sources: [],
    choices: [],
    chosen: null,
    asked: false,
    delivery: echo.state === "kept" ? "sent" : null,
    approved: null,
    echo,
  };
}

function authoredBy(event: EventBody, id: Id | undefined, name?: string): boolean {
  if (id === undefined) return false;
  const { agent } = event;
  if (typeof agent === "string") return agent === id;
  if (agent !== null && agent !== undefined) return agent.id === id;
  return name !== undefined && (event.name === name || event.name === firstName(name));
}

export function firstName(name: string | null): string | null {
  return name === null ? null : (name.trim().split(/\s+/u)[0] ?? null);
}

export function initialsOf(name: string | null): string {
  const words = (name ?? "").trim().split(/\s+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "–";
}

/** The reader's own calendar day. */
function dayOf(at: Iso): string {
  const time = new Date(at);
  return `${time.getFullYear()}-${time.getMonth() + 1}-${time.getDate()}`;
}
