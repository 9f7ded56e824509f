/** What can be done in other systems, and what became of it, as it travels. */

import type { EventBody, Id, Iso } from "./types.ts";

export type FieldKind = "text" | "order" | "email" | "phone" | "date" | "number" | "choice";

export interface ActionInput {
  name: string;
  label: string;
  kind: FieldKind;
  required: boolean;
  choices: string[];
  description: string;
  /** The name of the fact that says it already. */
  fact?: string;
}

export interface ActionShown {
  id: string;
  title: string;
  description: string;
  inputs: ActionInput[];
  who: string[];
  changes: boolean;
  needs_yes: boolean;
  needs_identity: boolean;
  needs_approval: boolean;
  undo: boolean | string;
}

export interface Pair {
  label: string;
  value: string;
}

export type RunState = "identity" | "confirm" | "approval" | "running";
export type DoneHow = "done" | "failed" | "unsure" | "refused";

/** A run until it is over. */
export interface Run {
  n: number;
  action: string;
  title: string;
  shown: Pair[];
  state: RunState;
  ask: string;
  until: Iso | null;
  /** `assistant`, or the name of a colleague. */
  by: string;
  /** The run that this one takes back, or 0. */
  undoes: number;
}

/** How a run ended that was not done: stopped by the customer, rejected here, out of time, or overtaken. */
export type Over = "stopped" | "rejected" | "lapsed" | "overtaken" | (string & {});

/** How a run ended. `text` is what the customer reads; `why` is for the team only. */
export interface RunResult {
  n: number;
  action: string;
  title: string;
  outcome: DoneHow;
  text: string;
  rows: Pair[];
  url: string | null;
  url_label: string;
  why: string;
  undo: boolean;
  undone: boolean;
  at: Iso | null;
}

type Loose = Readonly<Record<string, unknown>>;

const asText = (value: unknown): string => (typeof value === "string" ? value : "");
const asLoose = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});

/** Pairs travel as objects, and in the journal as two texts. */
export function pairsOf(value: unknown): Pair[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => (Array.isArray(one) ? { label: String(one[0] ?? ""), value: String(one[1] ?? "") } : { label: asText(asLoose(one)["label"]), value: asText(asLoose(one)["value"]) }));
}

/** The run that an event is about, whether its parts stand in the event or in a `run` of their own. */
export function runOf(event: EventBody): Run | null {
  const run = "run" in event ? asLoose(event["run"]) : event;
  const call = { ...run, ...asLoose(run["call"]) } as Loose;
  const n = Number(run["n"]);
  if (!Number.isInteger(n)) return null;
  return {
    n,
    action: asText(call["action"]),
    title: asText(call["title"]) || asText(call["action"]),
    shown: pairsOf(call["shown"] ?? call["rows"]),
    state: (asText(run["state"]) || "running") as RunState,
    ask: asText(call["ask"]),
    until: asText(run["until"]) || null,
    by: asText(run["by"]),
    undoes: Number(call["undoes"] ?? 0),
  };
}

export function resultOf(event: EventBody): RunResult | null {
  const told = asLoose("result" in event ? event["result"] : event);
  const n = Number(told["n"]);
  if (!Number.isInteger(n)) return null;
  return {
    n,
    action: asText(told["action"]),
    title: asText(told["title"]) || asText(told["action"]),
    outcome: (asText(told["outcome"]) || "done") as DoneHow,
    text: asText(told["text"]),
    rows: pairsOf(told["rows"]),
    url: asText(told["url"]) || null,
    url_label: asText(told["url_label"]),
    why: asText(told["why"]),
    undo: told["undo"] === true || (typeof told["undo"] === "string" && told["undo"] !== ""),
    undone: told["undone"] === true,
    at: asText(told["at"]) || null,
  };
}

export const actionsPath = (conversation: Id): string => `/conversations/${encodeURIComponent(conversation)}/actions`;
