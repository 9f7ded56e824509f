/**
 * The staff's wire: frames of the socket, and bodies of HTTP.
 *
 * Made by tools/gen_frames.py from src/segue/web/frames/: do not edit.
 */

export interface Accept {
  type: "accept";
  conversation: string;
  client_id?: string | null;
}

/** It is on disk. */
export interface AgentAccepted {
  type: "accepted";
  client_id: string;
  seq: number;
  epoch: number;
}

/** One kept event, and the list row after it. */
export interface AgentEventFrame {
  type: "event";
  conversation: string;
  seq: number;
  cursor: string;
  at: string;
  event: Record<string, unknown>;
  item: Item;
}

export interface AgentHello {
  type: "hello";
  cursor: string;
  agent: AgentShown;
  offers: OfferShown[];
  line: Line;
  reset: boolean;
}

export interface AgentRef {
  id: string;
  name: string;
  initials: string;
}

/** It was not done, and nothing changed. */
export interface AgentRefused {
  type: "refused";
  code: string;
  message: string;
  client_id?: string | null;
  conversation?: string | null;
  retry_after_s?: number | null;
}

/** Read up to here, by the customer or by the agent who has it. */
export interface AgentSeen {
  type: "seen";
  conversation: string;
  who: string;
  seq: number;
}

/** Somebody of the staff, as they see themselves. */
export interface AgentShown {
  id: string;
  name: string;
  initials: string;
  email: string;
  role: string;
  teams: TeamRef[];
  capacity: number;
  load: number;
  status: string;
}

export interface AgentTyping {
  type: "typing";
  conversation: string;
  who: string;
  name?: string | null;
}

/** Everything the person needs before the first word. */
export interface Brief {
  handoff: string;
  reason: string;
  reason_text: string;
  priority: string;
  summary: string;
  greeting: string;
  since: string;
  team: string;
  why_team: string;
  evidence?: BriefEvidence[];
  facts?: BriefFact[];
  missing?: BriefMissing[];
  tried?: BriefTried[];
  mood?: BriefMood[];
  promises?: BriefPromise[];
  note?: string;
  verdict?: string | null;
}

/** `quote` carries words and their place; `score` a value beside what it needs. */
export interface BriefEvidence {
  kind: string;
  text?: string;
  seq?: number;
  label?: string;
  value?: number;
  needs?: number;
  over?: boolean;
}

export interface BriefFact {
  name: string;
  label: string;
  value: string;
  source: string;
  seq?: number;
}

export interface BriefMissing {
  name: string;
  label: string;
}

export interface BriefMood {
  seq: number;
  score: number;
}

export interface BriefPromise {
  text: string;
  at: string;
}

export interface BriefTried {
  what: string;
  result: string;
  ok: boolean;
  sources?: string[];
}

/** Somebody of the staff, as the others see them. */
export interface Colleague {
  id: string;
  name: string;
  initials: string;
  status: string;
  load: number;
  capacity: number;
  teams: TeamRef[];
}

/** `verified`: a signed token said so; everything else is the customer's word. */
export interface CustomerShown {
  name: string | null;
  initials: string;
  email: string | null;
  verified: boolean;
}

/** A piece of work that was given up after its last attempt. */
export interface DeadJob {
  id: string;
  kind: string;
  conversation: string | null;
  attempts: number;
  last_error: string | null;
  at: string;
}

export interface Decline {
  type: "decline";
  conversation: string;
  reason?: string;
  client_id?: string | null;
}

/** It is on disk. `seq` and `epoch` are the conversation's, after it. */
export interface Done {
  seq: number;
  epoch: number;
}

export interface EncoderHealth {
  ok: boolean;
}

/** In order. `next` is set when there are more: ask again with it as `after`. */
export interface Events {
  events: ThreadEvent[];
  next: number | null;
}

export interface FeedHealth {
  kind: string;
  ok: boolean;
}

/** This conversation went where you may not see it: take it off your lists. */
export interface Gone {
  type: "gone";
  conversation: string;
}

export interface HintAccount {
  email: string;
  password: string;
  name: string;
  team: string;
}

/** Sign-in data to click on; only in the demo. */
export interface Hints {
  demo: boolean;
  organisation: string;
  accounts: HintAccount[];
}

/** One row of a list: what is true of a conversation after event `seq`. */
export interface Item {
  id: string;
  seq: number;
  epoch: number;
  stage: string;
  owner: string;
  customer: CustomerShown;
  channel: string;
  language: string;
  team: TeamRef | null;
  agent: AgentRef | null;
  reason: string | null;
  priority: string;
  tags: string[];
  preview: PreviewShown | null;
  last_at: string;
  waiting_since: string | null;
  replied_at: string | null;
  due_at: string | null;
  unread: number;
  snoozed_until: string | null;
  case: string | null;
  place: number | null;
  away: boolean;
}

export interface JobsHealth {
  due: number;
  scheduled: number;
  running: number;
  dead: number;
}

export interface Line {
  teams: TeamLine[];
}

export interface LineFrame {
  type: "line";
  teams: TeamLine[];
}

/** Which conversation this tab shows; null for none. */
export interface Look {
  type: "viewing";
  conversation: string | null;
}

export interface MailHealth {
  configured: boolean;
  ok: boolean;
  last_error: string | null;
}

export interface Offer {
  type: "offer";
  conversation: string;
  item: Item;
  brief: Brief | null;
  until: string;
  lease_s: number;
  epoch: number;
  binding: boolean;
}

/** `why`: accepted, declined, lapsed, taken or withdrawn. */
export interface OfferEnded {
  type: "offer_ended";
  conversation: string;
  why: string;
}

/** A conversation that rings at this agent until `until`. */
export interface OfferShown {
  conversation: string;
  item: Item;
  brief: Brief | null;
  until: string;
  lease_s: number;
  epoch: number;
  binding: boolean;
}

/** One conversation with everything: the list row, the brief, the newest 200 events. */
export interface Opened {
  id: string;
  seq: number;
  epoch: number;
  stage: string;
  owner: string;
  customer: CustomerShown;
  channel: string;
  language: string;
  team: TeamRef | null;
  agent: AgentRef | null;
  reason: string | null;
  priority: string;
  tags: string[];
  preview: PreviewShown | null;
  last_at: string;
  waiting_since: string | null;
  replied_at: string | null;
  due_at: string | null;
  unread: number;
  snoozed_until: string | null;
  case: string | null;
  place: number | null;
  away: boolean;
  brief: Brief | null;
  you: You;
  events: ThreadEvent[];
  viewers: Viewer[];
}

/** A page of a list; `next` is what `after` must be for the page behind it. */
export interface Page {
  items: Item[];
  counts: Record<string, number>;
  next: string | null;
}

export interface Ping {
  type: "ping";
}

export interface Pong {
  type: "pong";
}

export interface Presence {
  type: "presence";
  agents: Colleague[];
}

export interface PreviewShown {
  author: string;
  text: string;
}

/** RFC 9457, with a stable `code`. `retry_after_s` says that the same may be asked again. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  retry_after_s?: number | null;
  errors?: Record<string, string>[];
}

export interface SayTo {
  type: "say";
  conversation: string;
  client_id: string;
  epoch: number;
  text: string;
}

export interface SeenIn {
  type: "seen";
  conversation: string;
  seq: number;
}

/** The token works as `Authorization: Bearer`; browsers get it as a cookie, too. */
export interface SignedIn {
  token: string;
  agent: AgentShown;
}

export interface Sockets {
  customers: number;
  agents: number;
}

export interface StoreHealth {
  kind: string;
  ok: boolean;
  latency_ms: number | null;
}

export interface System {
  version: string;
  started_at: string;
  store: StoreHealth;
  feed: FeedHealth;
  jobs: JobsHealth;
  dead: DeadJob[];
  sockets: Sockets;
  encoder: EncoderHealth;
  mail: MailHealth;
}

/** One team's line: how many wait, and how long the first has waited. */
export interface TeamLine {
  team: TeamRef;
  waiting: number;
  longest_s: number | null;
}

export interface TeamNow {
  id: string;
  name: string;
  open: boolean;
  waiting: number;
  available: number;
  opens_at: string | null;
}

export interface TeamRef {
  id: string;
  name: string;
}

/** One event of a thread, for the staff. */
export interface ThreadEvent {
  seq: number;
  at: string;
  event: Record<string, unknown>;
}

export interface TypingIn {
  type: "typing";
  conversation: string;
}

export interface Viewer {
  id: string;
  name: string;
  initials: string;
}

/** Who of the staff looks at this conversation now. */
export interface Viewing {
  type: "viewing";
  conversation: string;
  agents: Viewer[];
}

/** What you may do here now. */
export interface You {
  may: string[];
}

export type AgentTold =
  | AgentHello
  | AgentEventFrame
  | Offer
  | OfferEnded
  | Gone
  | LineFrame
  | Presence
  | AgentTyping
  | Viewing
  | AgentSeen
  | AgentAccepted
  | AgentRefused
  | Pong;

export type AgentSays =
  | Accept
  | Decline
  | SayTo
  | TypingIn
  | Look
  | SeenIn
  | Ping;
