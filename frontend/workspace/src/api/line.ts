/** What travels about the line: who gets whom and why, what was promised, when a team is there, how good estimates were. */

import type { Helping, SkillHad, Surge } from "./floor.ts";
import type { AgentRef, Id, Iso, Status, TeamRef } from "./types.ts";

/* --- why me, why not yet --------------------------------------------------------------------------- */

export type RoutingCode =
  | "not_in_team"
  | "lacks_skill"
  | "lacks_level"
  | "lacks_language"
  | "away"
  | "off_shift"
  | "team_closed"
  | "full"
  | "declined"
  | "sent_it"
  | "not_next"
  | "other_chosen"
  | "preferred"
  | (string & {});

export interface Considered {
  agent: AgentRef;
  fits: boolean;
  codes: RoutingCode[];
  text: string;
}

export interface Routing {
  state: string;
  text: string;
  place: number | null;
  team: TeamRef | null;
  needs: (SkillHad & { dropped: boolean })[];
  language: string | null;
  relaxes: { at: Iso; text: string } | null;
  /** `case`: an answer that was promised for later, and is due. */
  ahead: { conversation: Id; case: boolean; why: string }[];
  considered: Considered[];
  decisions: { seq: number; at: Iso; agent: AgentRef | null; why: string; recomputed: boolean; considered: Considered[] }[];
}

/* --- promises -------------------------------------------------------------------------------------- */

export type PromiseKind = "first_answer" | "next_answer" | "callback" | "case";
export type DueState = "ok" | "soon" | "broken";
export type CallOutcome = "reached" | "no_answer" | "busy" | "voicemail" | "wrong_number";

export const CALL_OUTCOMES: readonly CallOutcome[] = ["reached", "no_answer", "busy", "voicemail", "wrong_number"];

export interface CallTried {
  at: Iso;
  outcome: CallOutcome;
  by: string | AgentRef;
}

export interface PromiseShown {
  conversation: Id;
  case: string | null;
  kind: PromiseKind;
  due_at: Iso;
  state: DueState;
  customer: { name: string | null; initials: string } | string | null;
  phone: string | null;
  email: string | null;
  language: string | null;
  reason: string | null;
  summary: string;
  team: TeamRef | null;
  agent: AgentRef | null;
  slot: Iso | null;
  calls: CallTried[];
  again_at: Iso | null;
  channel: string;
}

export interface PromisePage {
  items: PromiseShown[];
  counts: { soon: number; broken: number; callbacks: number; cases: number };
  next?: string | null;
}

/* --- teams, hours, people -------------------------------------------------------------------------- */

/** `["09:00", "17:00"]`, as on the wall of the zone; `24:00` ends a day, `06:00+1` is on the next one. */
export type Span = [string, string];

export interface OpenDay {
  date: string;
  name: string;
  open: Span[];
}

export interface Calendar {
  zone: string;
  /** Monday first; an empty one is round the clock. */
  week: Span[][];
  closed_on: string[];
  days: OpenDay[];
}

/** `more` are further calendars: open is when any of them is. */
export interface Hours extends Calendar {
  more: Calendar[];
}

export interface TeamShown extends TeamRef {
  hours: Hours;
  hours_text: string;
  open: boolean;
  opens_at: Iso | null;
  closes_at: Iso | null;
  closed_for: string;
  answer_within_min: number;
  surge: Surge | null;
  members: number;
  warnings: { code: string; text: string }[];
}

export interface HoursPreview {
  at: Iso;
  local: string;
  team: string;
  open: boolean;
  closed_for: string;
  state: string;
  /** The top of the chat before they ask for a person, and after. */
  before: string[];
  header: string[];
  lines: string[];
  opens_at: Iso | null;
  opens_local: string | null;
  answer_by: Iso | null;
  answer_by_local: string | null;
  choices: string[];
  case: boolean;
  /** What is said once they left a message. */
  saved: string;
}

export interface PersonInfo extends AgentRef {
  status: Status;
  teams: TeamRef[];
  capacity: number;
  load: number;
  skills: SkillHad[];
  languages: string[];
  back_at: Iso | null;
  lent: Helping[];
  shift: Hours | null;
  role?: string | undefined;
  /** Who changed what, oldest first; for leads. */
  changes?: { at: Iso; by: string; what: string }[] | undefined;
}

export interface PersonChange {
  status?: Status;
  capacity?: number;
  teams?: Id[];
  /** `refunds:2`: a skill with its level. */
  skills?: string[];
  languages?: string[];
  back_at?: Iso | null;
}

/* --- how good the estimates were ------------------------------------------------------------------- */

/** `held`: the share of waits that were no longer than the range the customer read; `coverage`: within the 80 % interval. */
export type { WaitFigures as WaitScore, WaitsScore as WaitScores } from "@segue/core/desk.gen";

export const agentPath = (id: Id): string => `/agents/${encodeURIComponent(id)}`;
export const teamPath = (id: Id): string => `/teams/${encodeURIComponent(id)}`;
