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
  ahead: { conversation: Id; case: string | null; why: string }[];
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

/** `["09:00", "17:00"]`, in the zone of the hours; an end of `24:00` is midnight. */
export type Span = [string, string];

export interface Hours {
  zone: string;
  /** Monday first. */
  week: Span[][];
  closed_on: string[];
  days: { date: string; name: string; open: Span[] }[];
  /** Calendars that are added to this one: the team is there when any of them is open. */
  more: Hours[];
}

export interface TeamShown extends TeamRef {
  hours: Hours | null;
  hours_text?: string | undefined;
  answer_within_min: number;
  surge: Surge | null;
  members: number;
  warnings: { code: string; text: string }[];
}

export interface HoursPreview {
  at: Iso;
  local: string;
  open: boolean;
  state: string;
  header: string[];
  lines: string[];
  opens_at: Iso | null;
  opens_local: string | null;
  answer_by: Iso | null;
  answer_by_local: string | null;
  choices: string[];
  case: boolean;
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

export interface WaitScore {
  days: number;
  shown: number;
  settled: number;
  /** Share of waits within the 80 % interval. */
  coverage: number | null;
  below: number;
  above: number;
  bias_s: number | null;
  pinball_s: number | null;
  /** Share of waits that were no longer than the range the customer read. */
  held: number | null;
}

export interface WaitScores extends WaitScore {
  by_team: (Partial<WaitScore> & { team: TeamRef })[];
  by_day: (Partial<WaitScore> & { day: string })[];
}

export const agentPath = (id: Id): string => `/agents/${encodeURIComponent(id)}`;
export const teamPath = (id: Id): string => `/teams/${encodeURIComponent(id)}`;
