/** What the decisions of a conversation say, worked out from their parts. Pure: no words, no screen. */

import type { Decisions, Measured, Turn, WhatIf } from "../../api/decisions.ts";

/** The turn at which a person was first called; without one, at which one was first offered or an answer held. */
export function decidingTurn(turns: readonly Turn[]): Turn | null {
  return turns.find((turn) => turn.outcome?.kind === "handed_off") ?? turns.find((turn) => turn.outcome?.kind === "offered") ?? turns.find((turn) => turn.outcome?.kind === "held") ?? null;
}

export interface Close {
  turn: Turn;
  meter: Measured;
  /** How much of the way to its line it had come, 0 to 1. */
  part: number;
}

const UP: ReadonlySet<string> = new Set(["at_least", "above", "in_turns", "is"]);

/** The line is below: what falls under it has crossed it. */
export function isFloor({ op }: Pick<Measured, "op">): boolean {
  return op === "below" || op === "at_most";
}

/** How close a value came to its line, whichever way it has to go. */
export function partOf({ value, needs, op, held }: Measured): number {
  if (value === null) return 0;
  if (held === true) return 1;
  if (UP.has(op)) return needs <= 0 ? 0 : Math.max(0, Math.min(1, value / needs));
  return value <= 0 ? 1 : Math.max(0, Math.min(1, needs / value));
}

const CLOSE = 0.25;
const FORECASTS: ReadonlySet<string> = new Set(["needs_person"]);

/** What came closest before the deciding turn, one reading a field, the closest first. */
export function closest(turns: readonly Turn[], deciding: Turn | null, most = 2): Close[] {
  const before = deciding === null ? turns : turns.filter((turn) => turn.seq < deciding.seq);
  const best = new Map<string, Close>();
  for (const turn of before) {
    for (const meter of turn.meters ?? []) {
      const part = partOf(meter);
      // A forecast is no reason by itself, and a quarter of the way is not close.
      if (meter.value === null || meter.held === true || part < CLOSE || FORECASTS.has(meter.field)) continue;
      // Far above a floor is not close to it, however the division comes out.
      if (isFloor(meter) && meter.near !== true) continue;
      const known = best.get(meter.field);
      if (known === undefined || part >= known.part) best.set(meter.field, { turn, meter, part });
    }
  }
  return [...best.values()].sort((one, other) => other.part - one.part).slice(0, most);
}

/** Whose hands the conversation is in at each turn: the line down the page is dashed or solid by it. */
export function inPersonsHands(turns: readonly Turn[]): boolean[] {
  let person = false;
  return turns.map((turn) => {
    if (turn.outcome?.kind === "handed_off" || turn.author === "agent") person = true;
    else if (turn.author === "bot" && turn.moment === "answered") person = false;
    return person;
  });
}

/** How often the same was asked, if it was asked more than once. */
export function askedTimes(turns: readonly Turn[]): number {
  return Math.max(0, ...turns.map((turn) => turn.signals?.asked_times ?? 0));
}

/** How many messages of the customer lie between two moments; above 0 is earlier. */
export function messagesSooner(turns: readonly Turn[], { then, now }: WhatIf): number {
  if (then === null || now === null) return 0;
  const [from, to] = [Math.min(then.seq, now.seq), Math.max(then.seq, now.seq)];
  const between = turns.filter((turn) => turn.author === "customer" && turn.seq > from && turn.seq <= to).length;
  return now.seq < then.seq ? between : -between;
}

/** What came of a change, in one word. */
export function changed({ then, now, sooner_s }: WhatIf): "same" | "sooner" | "later" | "never" | "appears" | "still_none" {
  if (then === null) return now === null ? "still_none" : "appears";
  if (now === null) return "never";
  if (then.seq === now.seq) return "same";
  return (sooner_s ?? 0) > 0 || now.seq < then.seq ? "sooner" : "later";
}

/** A condition with a number in it, which can be moved. */
export interface Knob {
  rule: string;
  name: string;
  field: string;
  op: string;
  value: number;
}

/** The numbers of the rules that ship, for whoever may not read the policy itself. A test holds them to the server's. */
export const SHIPPED: readonly Omit<Knob, "name">[] = [
  { rule: "sounds-like-asking", field: "wants_person", op: "at_least", value: 0.5 },
  { rule: "vip-missed", field: "misses", op: "at_least", value: 1 },
  { rule: "money", field: "about_money", op: "at_least", value: 0.7 },
  { rule: "money", field: "misses", op: "at_least", value: 1 },
  { rule: "two-misses", field: "misses", op: "at_least", value: 2 },
  { rule: "circles", field: "circles", op: "at_least", value: 0.6 },
  { rule: "low-confidence", field: "confidence", op: "below", value: 0.5 },
  { rule: "frustration", field: "anger", op: "at_least", value: 0.8 },
  { rule: "frustration", field: "frustration", op: "at_least", value: 0.6 },
  { rule: "frustration", field: "misses", op: "at_least", value: 1 },
  { rule: "frustration", field: "repeats", op: "at_least", value: 0.5 },
  { rule: "frustration", field: "mood_trend", op: "at_most", value: -0.3 },
  { rule: "long", field: "turns", op: "at_least", value: 8 },
  { rule: "after-hours", field: "misses", op: "at_least", value: 1 },
  { rule: "stand-by", field: "needs_person", op: "at_least", value: 0.3 },
];

const keyOf = (knob: Pick<Knob, "rule" | "field">): string => `${knob.rule} ${knob.field}`;

/** What can be moved: the numbers of the rules that were read here, those first that this conversation was measured by. */
export function knobsOf({ turns }: Pick<Decisions, "turns">): Knob[] {
  const names = new Map(turns.flatMap((turn) => (turn.rules ?? []).map((rule) => [rule.id, rule.name] as const)));
  const meters = turns.flatMap((turn) => turn.meters ?? []).filter((meter) => (meter.of_turns ?? 0) === 0);
  const shipped = SHIPPED.filter((one) => names.has(one.rule)).map((one) => {
    // Only one rule looks at it: then the line it was measured by is that rule's, as it is now.
    const alone = SHIPPED.filter((other) => other.field === one.field).length === 1;
    const met = alone ? meters.find((meter) => meter.field === one.field && meter.op === one.op) : undefined;
    return { ...one, name: names.get(one.rule) ?? "", value: met?.needs ?? one.value };
  });
  const own = turns.flatMap((turn) =>
    (turn.meters ?? []).flatMap(({ field, needs, op, of_turns }) => {
      const behind = ruleBehind(turn, field);
      const known = behind === undefined || shipped.some((one) => one.rule === behind.id);
      return known || (of_turns ?? 0) > 0 ? [] : [{ rule: behind.id, name: behind.name, field, op, value: needs }];
    }),
  );
  const measured = new Set(meters.map((meter) => meter.field));
  const all = new Map([...own, ...shipped].map((one) => [keyOf(one), one]));
  return [...all.values()].sort((one, other) => Number(measured.has(other.field)) - Number(measured.has(one.field)));
}

/** A rule of one's own that decided alone is the one behind a reading that held. */
function ruleBehind(turn: Turn, field: string) {
  const held = turn.meters?.some((meter) => meter.field === field && meter.held === true) ?? false;
  const met = (turn.rules ?? []).filter((rule) => rule.state === "decided" || rule.state === "matched");
  return held && met.length === 1 ? met[0] : undefined;
}

/** Every number in the rules of a policy file that a reading is compared with. */
export function knobsInFile(rules: readonly Record<string, unknown>[]): Knob[] {
  return rules.flatMap((rule) => {
    const id = String(rule["id"] ?? rule["recipe"] ?? "");
    return testsIn(rule["when"]).map((test) => ({ rule: id, name: String(rule["name"] ?? ""), ...test }));
  });
}

const GROUPS: ReadonlySet<string> = new Set(["all", "any", "none"]);

function testsIn(when: unknown): Pick<Knob, "field" | "op" | "value">[] {
  if (Array.isArray(when)) return when.flatMap(testsIn);
  if (typeof when !== "object" || when === null) return [];
  return Object.entries(when).flatMap(([field, wanted]: [string, unknown]) => {
    if (GROUPS.has(field)) return testsIn(wanted);
    // How often is another question than how much; only the latter can be moved here.
    if (field === "in_last") return [];
    if (typeof wanted === "number") return [{ field, op: "is", value: wanted }];
    if (typeof wanted !== "object" || wanted === null) return [];
    return Object.entries(wanted).flatMap(([op, value]) => (typeof value === "number" ? [{ field, op, value }] : []));
  });
}

/** Between what a knob can be turned, and in which steps. */
export function scaleOf(knob: Knob): { min: number; max: number; step: number } {
  if (knob.value < 0) return { min: -1, max: 1, step: 0.05 };
  if (knob.value <= 1 && !COUNTS.has(knob.field)) return { min: 0, max: 1, step: 0.01 };
  return { min: 1, max: Math.max(12, Math.ceil(knob.value * 2)), step: 1 };
}

const COUNTS: ReadonlySet<string> = new Set(["misses", "turns", "minutes", "asked_times", "waiting", "length"]);

/**
 * What is worth asking first: the reading that came closest before the deciding turn, with its line moved to
 * just where that reading would have crossed it.
 */
export function firstQuestion(decisions: Pick<Decisions, "turns">, knobs: readonly Knob[]): { knob: Knob; value: number } | null {
  const near = closest(decisions.turns, decidingTurn(decisions.turns), 12);
  for (const { meter } of near) {
    const knob = knobs.find((one) => one.field === meter.field);
    if (knob === undefined || meter.value === null) continue;
    const { step, min, max } = scaleOf(knob);
    const under = UP.has(knob.op) ? Math.floor(meter.value / step) : Math.ceil(meter.value / step) + 1;
    return { knob, value: rounded(Math.min(max, Math.max(min, under * step)), step) };
  }
  const knob = knobs.find((one) => !FORECASTS.has(one.field)) ?? knobs[0];
  return knob === undefined ? null : { knob, value: knob.value };
}

export function rounded(value: number, step: number): number {
  return Math.round(value / step) * step === 0 ? 0 : Number((Math.round(value / step) * step).toFixed(2));
}
