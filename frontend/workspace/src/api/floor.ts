/**
 * The live floor as it travels: one frame holds the whole page at one moment. Counts are conversations,
 * durations seconds; load and capacity are ordinary chats, and may be fractions where a channel weighs less.
 */

import type { AgentRef, Customer, Id, Iso, Priority, Status, TeamRef } from "./types.ts";

export type Risk = "ok" | "near" | "over";

/** Somebody who waits. `why_not_yet` is one short sentence of the server's. */
export interface FloorRow {
  conversation: Id;
  case: string;
  customer: Customer;
  quote: string;
  reason: string;
  reason_text: string;
  flags: string[];
  team: TeamRef;
  since: Iso;
  waited_s: number;
  promised_s: number | null;
  risk: Risk;
  place: number;
  stage: "waiting" | "offered";
  offered_to: AgentRef | null;
  until: Iso | null;
  priority: Priority;
  why_not_yet: string;
}

export interface SkillHad {
  name: string;
  level: number;
}

export interface Helping {
  team: TeamRef;
  until: Iso;
}

export interface FloorPerson {
  agent: AgentRef;
  status: Status;
  back_at: Iso | null;
  teams: TeamRef[];
  lent: Helping[];
  load: number;
  capacity: number;
  over: boolean;
  longest_s: number | null;
  offer: { conversation: Id; until: Iso } | null;
  skills: SkillHad[];
  languages: string[];
}

export interface FloorAct {
  act: "surge" | "end_surge" | "borrow" | "review" | "promises" | "peek" | (string & {});
  label: string;
  agent?: AgentRef | null;
  team?: TeamRef | null;
  conversation?: Id | null;
}

export interface Decision {
  id: string;
  kind: "promise_at_risk" | "drafts" | "promises_due" | "nobody_on" | "surge_on" | "agent_over" | (string & {});
  team: TeamRef | null;
  title: string;
  text: string;
  acts: FloorAct[];
}

export interface Surge {
  until: Iso;
  by: string;
  more: number;
}

export interface FloorTeam {
  team: TeamRef;
  open: boolean;
  opens_at: Iso | null;
  surge: Surge | null;
  waiting: number;
  free: number;
}

export interface Floor {
  at: Iso;
  team: TeamRef | null;
  assistant: { count: number; close: number };
  waiting: { count: number; longest_s: number | null; promised_low_s: number | null; promised_high_s: number | null };
  person: { count: number; places: number };
  today: { median_s: number | null; p90_s: number | null; handoffs: number };
  promise: { share: number | null; target: number };
  line: FloorRow[];
  more: { team: TeamRef; count: number }[];
  people: FloorPerson[];
  decisions: Decision[];
  history: { from: Iso; to: Iso; points: { at: Iso; longest_s: number }[]; promise_s: number | null };
  teams: FloorTeam[];
}
