/**
 * Everything that travels between the server and the workspace, in one file.
 *
 * Times are ISO 8601 UTC with `Z`; durations end in `_s`; ids are opaque strings. The server's own
 * definitions are in `src/segue/web/frames.py`; where the two disagree, the server is right and this
 * file is a bug. Unknown event kinds are allowed: a newer server may say more than we can draw.
 */

import type { Run, RunResult } from "./doing.ts";
import type { Floor } from "./floor.ts";
import type { DueState, PromiseKind } from "./line.ts";

export type Id = string;
export type Iso = string;

export type Role = "agent" | "lead" | "manager" | "admin";
export type Status = "available" | "busy" | "away" | "offline";
export type Stage =
  | "with_bot"
  | "waiting"
  | "offered"
  | "with_agent"
  | "deferred"
  | "wrapping_up"
  | "closed";
export type Priority = "low" | "normal" | "high" | "urgent";
export type ViewName = "mine" | "waiting" | "bot" | "all" | "snoozed" | "approvals";
export type Outcome = "solved" | "unsolved" | "no_reply" | "spam";
export type Verdict = "right" | "too_early" | "too_late" | "bots_job";

export interface TeamRef {
  id: Id;
  name: string;
}

export interface AgentRef {
  id: Id;
  name: string;
  initials: string;
}

export interface Agent extends AgentRef {
  email: string;
  role: Role;
  teams: TeamRef[];
  capacity: number;
  load: number;
  status: Status;
}

export interface Customer {
  name: string | null;
  initials: string;
  email: string | null;
  verified: boolean;
}

/** One row of the list: what is true of a conversation after event `seq`. */
export interface Item {
  id: Id;
  seq: number;
  epoch: number;
  stage: Stage;
  owner: string;
  customer: Customer;
  channel: string;
  language: string | null;
  team: TeamRef | null;
  agent: AgentRef | null;
  reason: string | null;
  priority: Priority;
  tags: string[];
  preview: { author: string; text: string } | null;
  last_at: Iso;
  waiting_since: Iso | null;
  replied_at: Iso | null;
  due_at: Iso | null;
  /** What is due then, and how it stands. */
  due_kind?: PromiseKind | null;
  due_state?: DueState | null;
  /** Calls that did not reach the customer, and when it is tried again. */
  calls?: number;
  again_at?: Iso | null;
  /** Where a call goes to, and the time that was chosen for it. */
  phone?: string | null;
  slot?: Iso | null;
  unread: number;
  snoozed_until: Iso | null;
  case: string | null;
  place: number | null;
  /** The customer's screen has been gone for a while. */
  away?: boolean;
  /** An answer of the assistant that waits for somebody's approval. */
  draft?: HeldDraft | null;
  /** Somebody may soon be needed: who stands by, if anybody does yet. */
  standing?: Standing | null;
  /** What is to be done in another system, until it is over. */
  action?: Run | null;
}

/** Held until `until`; what happens then is the rule's to say. `about` is the customer's turn it answers. */
export interface HeldDraft {
  n: number;
  text: string;
  about: number;
  confidence: number;
  until: Iso;
  team: TeamRef | null;
  rule: string;
  rule_name: string;
}

export interface Standing {
  agent: Id | null;
  name: string;
  /** Of needing a person within the next two turns, 0 to 1. */
  chance: number;
  reason: string;
}

export interface Source {
  id: string;
  title: string;
  url?: string | null;
}

/** The customer's words, a score beside its threshold, the button, or what a colleague wrote. */
export interface Evidence {
  kind: "quote" | "score" | "button" | "note";
  text: string;
  seq: number;
  label: string;
  value: number;
  needs: number;
  over: boolean;
}

export type FactSource = "signed_in" | "said" | "order" | "crm" | "guess";

export interface Fact {
  name: string;
  label: string;
  value: string;
  source: FactSource | (string & {});
  seq?: number | null;
}

export interface Tried {
  what: string;
  result: string;
  ok: boolean;
  /** Titles of what an answer stood in. */
  sources: string[];
}

/**
 * What the agent is told at a handoff. On screen: the handoff card. `handoff` is empty while nobody was called:
 * the card of a heads-up, or of an answer that waits for approval.
 */
export interface Brief {
  handoff: string;
  reason: string;
  reason_text: string;
  priority: Priority;
  summary: string;
  /** Whether a model wrote it; without a word of it, it was put together from what was said. */
  summary_by?: "model" | "words";
  evidence: Evidence[];
  facts: Fact[];
  missing: { name: string; label: string }[];
  tried: Tried[];
  mood: { seq: number; score: number }[];
  promises: { text: string; at: Iso }[];
  greeting: string;
  since: Iso;
  team?: Id;
  why_team?: string;
  /** What the colleague who passed it on wrote. */
  note?: string;
  verdict: Verdict | null;
  /** The rule of the policy that called, and those that matched beside it. */
  rule?: { id: string; name: string } | null;
  also?: { id: string; name: string }[];
  policy?: number;
  /** What was done in other systems, oldest first. */
  done?: RunResult[];
  /** What was to be done, and waited for `state` at the end. */
  asked?: { n: number; action: string; title: string; state: string; shown?: { label: string; value: string }[] } | null;
}

/** What happened. `kind` names it; a line that people read carries `text`. */
export interface EventBody {
  kind: string;
  text?: string | null;
  author?: "customer" | "bot" | "agent" | "system";
  name?: string | null;
  client_id?: string | null;
  delivery?: "queued" | "sent" | "delivered" | "read" | "failed";
  sources?: Source[];
  /** Answers to tap. */
  choices?: string[];
  /** It asks back: for a field, or which of several is meant. */
  asked?: boolean;
  agent?: Id | AgentRef | null;
  initials?: string | null;
  lang?: string | null;
  team?: string | null;
  to_team?: string | null;
  reason?: string | null;
  why?: string | null;
  outcome?: string | null;
  case?: string | null;
  until?: Iso | null;
  tags?: string[];
  verdict?: Verdict | null;
  score?: number | null;
  comment?: string | null;
  from?: string | null;
  to?: string | null;
  label?: string | null;
  by?: string | null;
  to_name?: string | null;
  answer_by?: Iso | null;
  [more: string]: unknown;
}

export interface AEvent {
  seq: number;
  at: Iso;
  event: EventBody;
}

export interface Snapshot extends Item {
  brief: Brief | null;
  you: { may: string[] };
  events: AEvent[];
  viewers: { id: Id; name: string; initials?: string }[];
  /** Earlier conversations of the same person, newest first, when the server knows any. */
  earlier?: { id: Id; case: string | null; at: Iso; reason: string | null; outcome: string | null }[];
}

export interface Page {
  items: Item[];
  counts: Partial<Record<ViewName | "deferred", number>>;
  next: string | null;
}

export interface TeamLine {
  team: TeamRef;
  waiting: number;
  longest_s: number | null;
}

export interface Team {
  id: Id;
  name: string;
  open: boolean;
  waiting: number;
  available: number;
  opens_at: Iso | null;
}

export interface Colleague {
  id: Id;
  name: string;
  initials?: string;
  status: Status;
  load: number;
  capacity: number;
  teams?: TeamRef[];
}

export interface Offer {
  type?: "offer";
  conversation: Id;
  item: Item;
  brief: Brief | null;
  until: Iso;
  lease_s: number;
  epoch: number;
  /** A lead gave it: it cannot be skipped. */
  binding?: boolean;
}

/** Told quietly to the one who stands by. Nothing rings, and it takes no place. */
export interface HeadsUp {
  type?: "heads_up";
  conversation: Id;
  item: Item;
  brief: Brief | null;
  chance: number;
  why: string;
}

export type OfferEnd = "accepted" | "declined" | "lapsed" | "taken" | "withdrawn";

export type Cursor = number | string;

/** Server to workspace, over the agent socket. */
export type ServerFrame =
  | {
      type: "hello";
      cursor: Cursor;
      agent: Agent;
      offers: Offer[];
      heads_up?: HeadsUp[];
      line: { teams: TeamLine[] };
      reset: boolean;
    }
  | { type: "event"; conversation: Id; seq: number; cursor: Cursor; at: Iso; event: EventBody; item: Item }
  | (Offer & { type: "offer" })
  | { type: "offer_ended"; conversation: Id; why: OfferEnd }
  | (HeadsUp & { type: "heads_up" })
  | { type: "heads_up_ended"; conversation: Id; why: string }
  | { type: "line"; teams: TeamLine[] }
  | { type: "floor"; floor: Floor }
  | { type: "presence"; agents: Colleague[] }
  | { type: "typing"; conversation: Id; who: string; name?: string | null }
  | { type: "viewing"; conversation: Id; agents: { id: Id; name: string; initials?: string }[] }
  | { type: "seen"; conversation: Id; who?: string; seq: number }
  | { type: "accepted"; client_id: string; seq: number; epoch: number }
  | { type: "refused"; client_id?: string | null; conversation?: Id | null; code: string; message: string }
  | { type: "pong" };

/** Workspace to server, over the agent socket. Everything that must be kept goes by HTTP instead. */
export type ClientFrame =
  | { type: "typing"; conversation: Id }
  | { type: "viewing"; conversation: Id | null }
  | { type: "watch_floor"; team: Id | null }
  | { type: "unwatch_floor" }
  | { type: "seen"; conversation: Id; seq: number }
  | { type: "ping" };

export interface EventsPage {
  events: AEvent[];
  /** Set when there are more: ask again with it as `after`. */
  next: number | null;
}

export interface Kept {
  seq: number;
  epoch: number;
}

/** RFC 9457 with a stable `code`. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code: string;
  retry_after_s?: number;
  /** What is wrong with which field. */
  errors?: { field?: string; where?: string; code?: string; message?: string }[];
}

export interface SignInHints {
  demo: boolean;
  organisation?: string;
  accounts: { email: string; password: string; name: string; team: string }[];
}

export interface DeadJob {
  id: Id;
  kind: string;
  conversation: Id | null;
  attempts: number;
  last_error: string | null;
  at: Iso;
}

export interface SystemReport {
  version: string;
  started_at: Iso;
  store: { kind: string; ok: boolean; latency_ms: number | null };
  feed: { kind: string; ok: boolean };
  jobs: { due: number; scheduled: number; running: number; dead: number };
  dead: DeadJob[];
  sockets: { customers: number; agents: number };
  encoder: { ok: boolean };
  mail: { configured: boolean; ok: boolean; last_error: string | null };
}
