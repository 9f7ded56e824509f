/**
 * The decisions of one conversation, as they travel. Sentences of the server are English; what the screen
 * says is put together from the parts beside them, in the language of the workspace.
 */

import type { Id, Iso, Verdict } from "./types.ts";

export type Lane = "safety" | "asked" | "business" | "bot_failure" | "mood" | "length";

/** In the order in which they are read: the first that decides wins. */
export const LANES: readonly Lane[] = ["safety", "asked", "business", "bot_failure", "mood", "length"];

export type Happened =
  | "stayed"
  | "offered"
  | "handed_off"
  | "held"
  | "stood_by"
  | "marked"
  | "raised"
  | "answered";

/** A number beside the line it had to cross. `of_turns` above 0: so many of the last turns. */
export interface Measured {
  field: string;
  label: string;
  value: number | null;
  needs: number;
  op: string;
  held?: boolean;
  near?: boolean;
  of_turns?: number;
}

export interface RuleSeen {
  id: string;
  name: string;
  lane: Lane | (string & {});
  state: "decided" | "matched" | "near" | "not";
  why: string;
}

export interface Turn {
  seq: number;
  at: Iso;
  author: "customer" | "bot" | "agent" | "system";
  name: string;
  text: string;
  moment?: "heard" | "answered" | null;
  policy?: number | null;
  outcome?: { kind?: Happened | null; rule?: string; rule_name?: string; lane?: string; text?: string };
  meters?: Measured[];
  rules?: RuleSeen[];
  signals?: { asked_times?: number; [more: string]: unknown } | null;
  basis?: { signal: string; text: string; back?: number }[];
  sources?: { title: string }[];
  confidence?: number | null;
  notes?: { icon: string; text: string }[];
  /** False: the customer never read it, because it was held or a person was called instead. */
  sent?: boolean;
}

export interface Decisions {
  conversation: Id;
  case: string;
  customer: string | null;
  rules_version: number;
  why: { then: string; not_earlier: string; facts?: { icon: string; text: string }[] };
  turns: Turn[];
  promised_s?: [number, number] | null;
  took_s?: number | null;
  verdict?: Verdict | null;
  opened_at?: Iso | null;
  last_at?: Iso | null;
  truncated?: boolean;
}

export interface PersonAt {
  seq: number;
  at: Iso;
  what: string;
  rule: string;
}

export interface WhatIf {
  then: PersonAt | null;
  now: PersonAt | null;
  /** Above 0 is earlier. */
  sooner_s: number | null;
  text?: string;
  also: { weeks: number; gained: number; lost: number; bot_solved: number; conversations: number; enough: boolean } | null;
}

export type WhatIfAsked = { rule: string; field: string; value: number } | { policy: Record<string, unknown> };

export interface Example {
  id: string;
  conversation: Id;
  seq: number;
  label: "person" | "no_person";
  text: string;
  by: string;
  at: Iso;
  note: string;
}
