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

/** One input. `fact` names the fact of the conversation that says it already. */
export interface ActionInputShown {
  name: string;
  label: string;
  kind: string;
  required: boolean;
  choices: string[];
  description: string;
  fact: string;
}

/**
 * Something that can be done in another system. `who` may want it: `bot`, `agent`; `undo` is the action that
 * takes it back, if there is one; `source` says where it was described.
 */
export interface ActionShown {
  id: string;
  title: string;
  description: string;
  inputs: ActionInputShown[];
  who: string[];
  examples: string[];
  changes: boolean;
  needs_yes: boolean;
  needs_identity: boolean;
  needs_approval: boolean;
  undo: string;
  source: string;
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
  heads_up: HeadsUpShown[];
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

/** Somebody who stands before it in its team's line, and why. */
export interface AheadShown {
  conversation: string;
  case: boolean;
  why: string;
}

/** What the same change does elsewhere. `enough` false: too few conversations to judge. */
export interface AlsoThen {
  weeks: number;
  gained: number;
  lost: number;
  bot_solved: number;
  conversations: number;
  enough: boolean;
}

/** A turn that was answered from the item. `helped` null: too early to say. */
export interface AnsweredTurn {
  conversation: string;
  case: string;
  at: string;
  question: string;
  confidence: number;
  helped: boolean | null;
}

export interface AskedBoth {
  live: AskedShown;
  draft: AskedShown | null;
}

/**
 * What the assistant would say. `needs` is the confidence it needs to be sure; `measured` is what the confidence
 * was made of; `act` names the action that it would begin.
 */
export interface AskedShown {
  text: string;
  sure: boolean;
  confidence: number;
  needs: number;
  answerable: boolean;
  sources: SourceNamed[];
  clarifies: boolean;
  choices: string[];
  would_offer: boolean;
  asks: string;
  act: string;
  measured: Record<string, unknown>;
}

/** What answers, what it covers, does and may say, and where it fails. */
export interface Assistant {
  by: "knowledge" | "model" | "remote";
  name: string;
  covers: Covers;
  topics: Topic[];
  actions: ActionShown[];
  may_say: MaySay[];
  fails: Failing[];
  last_days: LastDays;
}

/**
 * What a signal rests on: words of a turn, or a turn as a whole. `back` counts the customer's turns backwards: 0
 * is the turn that was read, 1 the one before.
 */
export interface Basis {
  signal: string;
  text: string;
  back?: number;
}

/** The words that a signal rests on; `back` 1 is the customer's turn before. */
export interface BasisSeen {
  signal: string;
  text: string;
  back?: number;
}

/**
 * The company's own bot. `off` says why it is not asked any more; `failing` counts failures since its last
 * answer.
 */
export interface BotHealth {
  kind: string;
  host: string;
  ok: boolean;
  off: string;
  answers: number;
  failures: number;
  failing: number;
  last_answer: string | null;
  last_failure: string | null;
  last_error: string;
}

/**
 * Everything the person needs before the first word. `handoff` is empty in the brief of a heads-up: nobody was
 * called yet. `also` are the other rules that matched at that turn. `done` are runs of actions, the newest at
 * the end; `asked` is one that is still wanted. `notes` say what could not be done as it was asked for; `calls`
 * were made before.
 */
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
  rule?: BriefRule | null;
  also?: BriefRule[];
  policy?: number;
  done?: BriefDone[];
  asked?: BriefAsked | null;
  notes?: string[];
  calls?: BriefCall[];
}

/** What was to be done for the customer, and was not: it waited for `state` at the end. */
export interface BriefAsked {
  n: number;
  action: string;
  title: string;
  state: string;
  shown?: BriefRow[];
}

/** One call to the customer, and what came of it. */
export interface BriefCall {
  at: string;
  outcome: string;
  by: string;
  note?: string;
}

/** One thing that was done for the customer in another system, or did not work. */
export interface BriefDone {
  n: number;
  action: string;
  title: string;
  outcome: string;
  text: string;
  rows?: BriefRow[];
  url?: string | null;
  url_label?: string;
  why?: string;
  undo?: boolean;
  undone?: boolean;
  at?: string | null;
}

/**
 * `quote` carries words and their place; `score` a value beside what it needs. A score's `label` is the field's
 * name, its `text` how people call it.
 */
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

export interface BriefRow {
  label: string;
  value: string;
}

export interface BriefRule {
  id: string;
  name: string;
}

export interface BriefTried {
  what: string;
  result: string;
  ok: boolean;
  sources?: string[];
}

/**
 * Times are as on the wall of the zone: `09:00`; `24:00` ends a day, `06:00+1` is on the next one. `week` begins
 * on Monday; an empty one is round the clock.
 */
export interface CalendarShown {
  zone: string;
  week: never[][][];
  closed_on: string[];
  days: DayShown[];
}

/** A call that was tried. `outcome`: reached, no_answer, busy, voicemail or wrong_number. */
export interface CallShown {
  at: string;
  outcome: string;
  by: string;
}

/** What came of a call. `again_at`: when it is tried again; without it the policy says. */
export interface Called {
  client_id?: string | null;
  epoch?: number | null;
  outcome: "busy" | "no_answer" | "reached" | "voicemail" | "wrong_number";
  again_at?: string | null;
  note?: string;
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

/**
 * One agent. Codes: not_in_team, lacks_skill, lacks_level, lacks_language, away, off_shift, team_closed, full,
 * declined, sent_it, not_next, other_chosen, preferred.
 */
export interface ConsideredShown {
  agent: AgentRef;
  fits: boolean;
  codes: string[];
  text: string;
}

export interface Counts {
  all: number;
  gaps: number;
  stale: number;
  off: number;
  drafts: number;
}

/** `trouble`: why what was changed last is not live; empty when it is. */
export interface Covers {
  items: number;
  on: number;
  passages: number;
  languages: string[];
  sources: number;
  trouble: string;
}

/** `verified`: a signed token said so; everything else is the customer's word. */
export interface CustomerShown {
  name: string | null;
  initials: string;
  email: string | null;
  verified: boolean;
}

/** One day's, in UTC. */
export interface DayFigures {
  shown: number;
  settled: number;
  coverage: number | null;
  below: number | null;
  above: number | null;
  bias_s: number | null;
  pinball_s: number | null;
  held: number | null;
  day: string;
}

/** One date with hours of its own; none is closed, for the reason that is its name. */
export interface DayShown {
  date: string;
  name: string;
  open: never[][];
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

/** Something that a lead should decide on. `id` is the same as long as it is the same thing. */
export interface Decision {
  id: string;
  kind: string;
  team: TeamRef | null;
  title: string;
  text: string;
  acts: FloorAct[];
}

/**
 * Somebody was chosen at event `seq`. `recomputed`: made anew from what it rested on, the decision is the same;
 * false where a person chose, and for what was kept without a note.
 */
export interface DecisionShown {
  seq: number;
  at: string;
  agent: AgentRef;
  why: string;
  recomputed: boolean;
  considered: ConsideredShown[];
}

/**
 * Everything that was decided about one conversation, in the order of what was said. `promised_s` is the wait
 * that the customer was told, in seconds; `took_s` what it took until a person had joined. `truncated`: it is
 * longer than what is looked at, the newest part is missing.
 */
export interface Decisions {
  conversation: string;
  case: string;
  customer: string | null;
  rules_version: number;
  why: Why;
  turns: Turn[];
  promised_s?: never[] | null;
  took_s?: number | null;
  verdict?: string | null;
  opened_at?: string | null;
  last_at?: string | null;
  truncated?: boolean;
}

export interface Decline {
  type: "decline";
  conversation: string;
  reason?: string;
  client_id?: string | null;
}

/** What your own system says of the customer. An empty value takes an attribute away. */
export interface DescribeCustomer {
  client_id?: string | null;
  tier?: string | null;
  attributes?: Record<string, string>;
}

/** It is on disk. `seq` and `epoch` are the conversation's, after it. */
export interface Done {
  seq: number;
  epoch: number;
}

/**
 * An answer of the assistant that waits for approval until `until`. The customer reads only that an answer is
 * being prepared.
 */
export interface DraftShown {
  n: number;
  text: string;
  about: number;
  confidence: number;
  until: string;
  team: TeamRef | null;
  rule: string;
  rule_name: string;
}

export interface EncoderHealth {
  ok: boolean;
}

/** In order. `next` is set when there are more: ask again with it as `after`. */
export interface Events {
  events: ThreadEvent[];
  next: number | null;
}

/** This turn of the customer should, or should not, bring a person. */
export interface ExampleIn {
  seq: number;
  label: "no_person" | "person";
  note?: string;
}

export interface ExampleShown {
  id: string;
  conversation: string;
  seq: number;
  label: string;
  text: string;
  by: string;
  at: string;
  note: string;
}

/** Oldest first. `next` is what `after` must be for those behind. */
export interface Examples {
  items: ExampleShown[];
  next: string | null;
}

/** A turn that did not go well: `why` is missed, low_confidence, handed_over or error. */
export interface Failing {
  question: string;
  why: "error" | "handed_over" | "low_confidence" | "missed";
  at: string;
  conversation: string | null;
  case: string | null;
  item: string | null;
}

/** A document that could not be read: where, a stable code, and what to do. */
export interface FailureShown {
  where: string;
  code: string;
  said: string;
  at: string;
}

export interface FeedHealth {
  kind: string;
  ok: boolean;
}

/** A field that conditions may look at: its type, its operators, its codes if it has some. */
export interface FieldShown {
  name: string;
  kind: string;
  label: string;
  help: string;
  operators: string[];
  codes: string[];
  unit: string;
  per_turn: boolean;
  at_answer: boolean;
}

export interface Fields {
  items: FieldShown[];
}

/** Something to do about it: surge, end_surge, borrow, review, promises or peek. */
export interface FloorAct {
  act: string;
  label: string;
  agent?: AgentRef | null;
  team?: TeamRef | null;
}

/** The floor now: at once when a screen begins to watch, then whenever it moved. */
export interface FloorFrame {
  type: "floor";
  floor: FloorShown;
}

/** `longest_s`: how long the oldest of their chats goes on; `over`: more than fits. */
export interface FloorPerson {
  agent: AgentRef;
  status: string;
  back_at: string | null;
  teams: TeamRef[];
  lent: Helping[];
  load: number;
  capacity: number;
  over: boolean;
  longest_s: number | null;
  offer: Ringing | null;
  skills: SkillShown[];
  languages: string[];
}

/** Somebody who waits. `risk` is ok, near or over; `why_not_yet` one short sentence. */
export interface FloorRow {
  conversation: string;
  case: string;
  customer: CustomerShown;
  quote: string;
  reason: string;
  reason_text: string;
  flags: string[];
  team: TeamRef;
  since: string;
  waited_s: number;
  promised_s: number | null;
  risk: string;
  place: number;
  stage: string;
  offered_to: AgentRef | null;
  until: string | null;
  priority: string;
  why_not_yet: string;
}

/** The whole page at one moment; of one team, or with `team` null of all. */
export interface FloorShown {
  at: string;
  team: TeamRef | null;
  assistant: WithAssistant;
  waiting: InLine;
  person: WithPeople;
  today: Today;
  promise: Kept;
  line: FloorRow[];
  more: More[];
  people: FloorPerson[];
  decisions: Decision[];
  history: History;
  teams: FloorTeam[];
}

export interface FloorTeam {
  team: TeamRef;
  open: boolean;
  opens_at: string | null;
  surge: SurgeShown | null;
  waiting: number;
  free: number;
}

/** An item with its words, and its newest answers in conversations that you may see. */
export interface FullItem {
  id: string;
  source: string;
  source_name: string;
  title: string;
  url: string | null;
  language: string;
  audience: string;
  owner: string;
  review: string | null;
  on: boolean;
  version: number;
  updated: string | null;
  by: string;
  edited: boolean;
  stale: boolean;
  used: number;
  helped: number | null;
  draft: ItemDraftShown | null;
  needs: string[];
  why_off: string;
  body: string;
  examples: string[];
  passages: PassageShown[];
  answers: AnsweredTurn[];
}

/** Made of sentences that your team wrote in so many answers, as they stand. */
export interface GapDraftShown {
  title: string;
  body: string;
  examples: string[];
  answers: number;
}

/**
 * A question of the last 30 days that nothing answered, in its different wordings. `conversations` are those
 * that you may see.
 */
export interface GapShown {
  question: string;
  times: number;
  handed_over: number;
  conversations: GapTurn[];
  last: string;
  examples: string[];
  draft: GapDraftShown | null;
}

export interface GapTurn {
  id: string;
  case: string;
  at: string;
}

/** The most frequent first. */
export interface GapsShown {
  items: GapShown[];
}

/** This conversation went where you may not see it: take it off your lists. */
export interface Gone {
  type: "gone";
  conversation: string;
}

/** A customer who may soon need you, told quietly: see `hello`. */
export interface HeadsUp {
  type: "heads_up";
  conversation: string;
  item: Item;
  brief: Brief | null;
  chance: number;
  why: string;
}

/** `why`: handed_off (a person is called now: an offer may follow), calm, over or taken. */
export interface HeadsUpEnded {
  type: "heads_up_ended";
  conversation: string;
  why: string;
}

/**
 * A customer who may soon need you. Nothing rings and nothing is taken from you. `chance` is that of the next
 * two turns, 0 to 1; `why` says it in one sentence.
 */
export interface HeadsUpShown {
  conversation: string;
  item: Item;
  brief: Brief | null;
  chance: number;
  why: string;
}

export interface Helping {
  team: TeamRef;
  until: string;
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

/** The longest wait at moments of the last hour. */
export interface History {
  from: string;
  to: string;
  points: Point[];
  promise_s: number | null;
}

/** `more` are further calendars: open is when any of them is. */
export interface HoursShown {
  zone: string;
  week: never[][][];
  closed_on: string[];
  days: DayShown[];
  more: CalendarShown[];
}

/** `promised_*`: the wait that somebody who joins now would be told. */
export interface InLine {
  count: number;
  longest_s: number | null;
  promised_low_s: number | null;
  promised_high_s: number | null;
}

/**
 * One row of a list: what is true of a conversation after event `seq`. `due_kind`: what was promised for
 * `due_at`: first_answer, next_answer, callback or case; `due_state`: ok, soon or broken. `calls` were tried and
 * did not reach the customer; `again_at` is when the next one is.
 */
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
  due_kind: string | null;
  due_state: string | null;
  unread: number;
  snoozed_until: string | null;
  case: string | null;
  phone: string | null;
  slot: string | null;
  calls: number;
  again_at: string | null;
  place: number | null;
  away: boolean;
  draft: DraftShown | null;
  standing: StandingShown | null;
  action: RunShown | null;
}

/**
 * What shall be other; what is left out stays. `version` is the one that you read: if the item was changed
 * since, it is 409 `stale_item`. Title, body and examples go live, or with `draft` (and always when a lead
 * changes them) into the draft.
 */
export interface ItemChange {
  version: number;
  title?: string;
  body?: string;
  examples?: string[];
  language?: string;
  audience?: "internal" | "public" | "signed_in";
  owner?: string;
  review?: string | null;
  on?: boolean;
  needs?: string[];
  draft?: boolean;
}

/** A change that is not live. `by` is empty when it is what the item's source says now. */
export interface ItemDraftShown {
  title: string;
  body: string;
  examples: string[];
  at: string | null;
  by: string;
  note: string;
}

/** A new article. By a lead, or with `draft`, it waits until a manager publishes it. */
export interface ItemIn {
  title: string;
  body: string;
  examples?: string[];
  language?: string;
  audience?: "internal" | "public" | "signed_in";
  owner?: string;
  review?: string | null;
  needs?: string[];
  draft?: boolean;
}

/**
 * One topic. `used` and `helped` (a share, null below three answers) are of the last 30 days; `stale`: its
 * review date is here; `why_off` says why it is off when nobody did it.
 */
export interface ItemShown {
  id: string;
  source: string;
  source_name: string;
  title: string;
  url: string | null;
  language: string;
  audience: string;
  owner: string;
  review: string | null;
  on: boolean;
  version: number;
  updated: string | null;
  by: string;
  edited: boolean;
  stale: boolean;
  used: number;
  helped: number | null;
  draft: ItemDraftShown | null;
  needs: string[];
  why_off: string;
}

export interface ItemVersionShown {
  version: number;
  at: string;
  by: string;
  title: string;
  body: string;
  examples: string[];
  note: string;
}

/** Newest first: every one that was live. Drafts and settings count, too, so numbers skip. */
export interface ItemVersions {
  items: ItemVersionShown[];
}

/** By title. `next` is what `after` must be for the page behind it. */
export interface Items {
  items: ItemShown[];
  next: string | null;
  counts: Counts;
}

export interface JobsHealth {
  due: number;
  scheduled: number;
  running: number;
  dead: number;
}

/** The share of waits that ended with a person within what was promised. */
export interface Kept {
  share: number | null;
  target: number;
}

/** One row of a card. */
export interface Labelled {
  label: string;
  value: string;
}

/** `answers` and `missed` are turns; `handed_over` and `solved` conversations. */
export interface LastDays {
  answers: number;
  missed: number;
  handed_over: number;
  solved: number;
  days: number;
}

/** Let somebody help another team for so many minutes (5 to 1440); 0 takes them back. */
export interface LendAsked {
  team: string;
  for_min?: number;
}

export interface Line {
  teams: TeamLine[];
}

export interface LineFrame {
  type: "line";
  teams: TeamLine[];
}

/**
 * What the line does, as a sentence. `key` is where it stands in the file below `line`: `let_go`,
 * `teams.billing.let_go`.
 */
export interface LineSentence {
  key: string;
  text: string;
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

/** A rule about answers, as a sentence. */
export interface MaySay {
  text: string;
  rule: string;
}

/**
 * One number beside the line that it had to cross. `value` null is not known at that turn. `of_turns` is above 0
 * for a count: `value` of the last so many turns, where `needs` were needed.
 */
export interface Meter {
  field: string;
  label: string;
  value: number | null;
  needs: number;
  op: string;
  held?: boolean;
  near?: boolean;
  of_turns?: number;
}

/** Others who wait in this team's line, and are not listed. */
export interface More {
  team: TeamRef;
  count: number;
}

/** A skill that was asked for, and the level needed now; `dropped`: not needed any more. */
export interface NeedShown {
  name: string;
  level: number;
  dropped: boolean;
}

/** One fact beside a turn. `icon` names one of the icon set. */
export interface Noted {
  icon: string;
  text: string;
}

/**
 * Something that a lead should look at. `code`: never_opens, closed_long, holidays_past, holidays_far,
 * zone_unknown, no_members.
 */
export interface OddShown {
  code: string;
  text: string;
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
  due_kind: string | null;
  due_state: string | null;
  unread: number;
  snoozed_until: string | null;
  case: string | null;
  phone: string | null;
  slot: string | null;
  calls: number;
  again_at: string | null;
  place: number | null;
  away: boolean;
  draft: DraftShown | null;
  standing: StandingShown | null;
  action: RunShown | null;
  brief: Brief | null;
  you: You;
  events: ThreadEvent[];
  viewers: Viewer[];
}

/** What came of it. `kind` null: nothing was decided here. */
export interface Outcome {
  kind?: "answered" | "handed_off" | "held" | "marked" | "offered" | "raised" | "stayed" | "stood_by" | null;
  rule?: string;
  rule_name?: string;
  lane?: string;
  text?: string;
}

/** A page of a list; `next` is what `after` must be for the page behind it. */
export interface Page {
  items: Item[];
  counts: Record<string, number>;
  next: string | null;
}

/** A piece that can be an answer, in plain text. */
export interface PassageShown {
  heading: string;
  text: string;
}

/** Where a person was called or offered, and by which rule. */
export interface PersonAt {
  seq: number;
  at: string;
  what: string;
  rule: string;
}

/**
 * What is left out stays. Leads change `status`, `capacity` and `back_at`; the rest needs a manager. A capacity
 * below what somebody has takes nothing away from them.
 */
export interface PersonChange {
  status?: "available" | "away" | "busy" | "offline";
  capacity?: number;
  teams?: string[];
  skills?: string[];
  languages?: string[];
  back_at?: string | null;
  shift?: Record<string, unknown> | null;
}

export interface Ping {
  type: "ping";
}

export interface Point {
  at: string;
  longest_s: number;
}

/**
 * `ok`: it could be published, as far as its text says. Sentences and `lines` (what is other than in the live
 * one) are there when it could be read.
 */
export interface PolicyChecked {
  ok: boolean;
  problems: PolicyProblem[];
  reach: Reach;
  sentences: PolicySentence[];
  line: LineSentence[];
  lines: string[];
}

/** What is other in the second one, a sentence a line. */
export interface PolicyDiff {
  lines: string[];
}

/** What is wrong, where in the file, and what would be right. A `warning` hinders nothing. */
export interface PolicyProblem {
  code: string;
  where: string;
  message: string;
  warning: boolean;
}

/** One rule as a sentence. */
export interface PolicySentence {
  id: string;
  lane: string;
  name: string;
  text: string;
  on: boolean;
}

/** One version: who published it, its file form, its rules and its line as sentences. */
export interface PolicyShown {
  version: number;
  at: string | null;
  by: string;
  note: string;
  live: boolean;
  file: Record<string, unknown>;
  sentences: PolicySentence[];
  line: LineSentence[];
}

/** `based_on` is the version that you changed: if another was published since, it is 409. */
export interface PolicyToPublish {
  file: Record<string, unknown>;
  note: string;
  based_on: number;
}

export interface PolicyVersion {
  version: number;
  at: string | null;
  by: string;
  note: string;
  live: boolean;
}

/** Newest first. */
export interface PolicyVersions {
  items: PolicyVersion[];
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

/**
 * One promise. `kind`: first_answer (to whoever waits), next_answer (of the person they have), callback or case;
 * `state`: ok, soon or broken; `agent` whoever has the conversation now; `slot` the time that the customer chose
 * for a call, `again_at` that of the next try.
 */
export interface PromiseShown {
  conversation: string;
  case: string;
  kind: string;
  due_at: string;
  state: string;
  customer: CustomerShown;
  phone: string | null;
  email: string | null;
  language: string;
  reason: string | null;
  summary: string;
  team: TeamRef | null;
  agent: AgentRef | null;
  slot: string | null;
  calls: CallShown[];
  again_at: string | null;
  channel: string;
}

/**
 * By due time. `counts`: soon, broken, callbacks, cases, of all kinds; `next` is what `after` must be for the
 * page behind it.
 */
export interface PromisesShown {
  items: PromiseShown[];
  counts: Record<string, number>;
  next: string | null;
}

export interface Published {
  version: number;
}

export interface Reach {
  cells: ReachCell[];
}

/** Where "I want a person" ends there. `ok` false is a dead end; `why` says what leads there. */
export interface ReachCell {
  channel: string;
  hours: string;
  staffing: string;
  team: TeamRef;
  ends: string;
  ok: boolean;
  rule: string;
  why: string;
}

/** A rule that ships: its sentence, its file form, and whether the live policy has it on. */
export interface RecipeShown {
  id: string;
  name: string;
  lane: string;
  text: string;
  rule: Record<string, unknown>;
  on: boolean;
}

export interface Recipes {
  items: RecipeShown[];
}

/** What is let go next, and when. */
export interface RelaxesShown {
  at: string;
  text: string;
}

/**
 * A replay that runs, or ran. Ask again until `state` is not `running`; `report` is there when it is `done`,
 * `problem` when it `failed`. Kept for ten minutes.
 */
export interface ReplayState {
  id: string;
  state: "done" | "failed" | "running";
  seen: number;
  of: number | null;
  report: Record<string, unknown> | null;
  problem: string | null;
}

export interface Ringing {
  conversation: string;
  until: string;
}

/**
 * `state`: offered, next, busy, absent, nobody; later for a case whose time has not come, and none when nobody
 * is being looked for. `place` counts from 1.
 */
export interface RoutingShown {
  state: string;
  text: string;
  place: number | null;
  team: TeamRef | null;
  needs: NeedShown[];
  language: string | null;
  relaxes: RelaxesShown | null;
  ahead: AheadShown[];
  considered: ConsideredShown[];
  decisions: DecisionShown[];
}

/** One rule at that turn; `why` says in a few words what held it back, or what it met. */
export interface RuleSeen {
  id: string;
  name: string;
  lane: string;
  state: "decided" | "matched" | "near" | "not";
  why: string;
}

/**
 * A run that waits for something, or runs. `ask` is the question that a yes answers; `until` says when it
 * lapses; `by` is `assistant` or the name of the agent who wants it.
 */
export interface RunShown {
  n: number;
  action: string;
  title: string;
  shown: Labelled[];
  state: "approval" | "confirm" | "identity" | "running";
  ask: string;
  until: string | null;
  by: string;
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

/** Scores are probabilities, 0 to 1, unless said otherwise; `None` is "not read". */
export interface Signals {
  wants_person?: number | null;
  wants_person_by?: string;
  declined?: boolean;
  frustration?: number | null;
  anger?: number | null;
  anxiety?: number | null;
  mood?: number | null;
  mood_trend?: number | null;
  urgency?: string[];
  topics?: never[][];
  about_money?: number | null;
  personal_data?: number | null;
  account_change?: number | null;
  repeats?: number | null;
  asked_times?: number;
  circles?: number | null;
  bot_repeats?: number | null;
  language?: string | null;
  language_sure?: number | null;
  team?: string | null;
  team_p?: number | null;
  team_sure?: boolean;
  team_like?: number;
  words?: number;
  basis?: Basis[];
  models?: string[];
  late?: string[];
}

/** The token works as `Authorization: Bearer`; browsers get it as a cookie, too. */
export interface SignedIn {
  token: string;
  agent: AgentShown;
}

export interface SkillShown {
  name: string;
  level: number;
}

export interface Sockets {
  customers: number;
  agents: number;
}

/** What shall be other; what is left out stays. */
export interface SourceChange {
  name?: string;
  where?: string;
  depth?: number;
  most?: number;
  every_h?: number;
  audience?: "internal" | "public" | "signed_in";
  language?: string;
  owner?: string;
  on?: boolean;
}

/**
 * A folder on the server, or a web site. `depth` and `most` are for sites: links to follow from the start page,
 * and pages at most.
 */
export interface SourceIn {
  kind: "folder" | "site";
  name: string;
  where: string;
  depth?: number;
  most?: number;
  every_h?: number;
  audience?: "internal" | "public" | "signed_in";
  language?: string;
  owner?: string;
}

export interface SourceNamed {
  id: string;
  title: string;
  url: string | null;
}

export interface SourceSeen {
  title: string;
}

/** Where knowledge comes from. `every_h` 0 is by hand only; `items` is how many there are. */
export interface SourceShown {
  id: string;
  kind: "articles" | "folder" | "site" | "upload";
  name: string;
  where: string;
  depth: number;
  most: number;
  every_h: number;
  audience: string;
  language: string;
  owner: string;
  on: boolean;
  items: number;
  sync: SyncShown;
  failures: FailureShown[];
}

export interface Sources {
  items: SourceShown[];
}

/** Somebody may soon be needed. `agent` is the one who stands by, null while nobody does. */
export interface StandingShown {
  agent: string | null;
  name: string;
  chance: number;
  reason: string;
}

export interface StoreHealth {
  kind: string;
  ok: boolean;
  latency_ms: number | null;
}

/** Surge mode on for so long, or off at once. */
export interface SurgeAsked {
  on: boolean;
  for_min?: number;
  more?: number;
}

export interface SurgeShown {
  until: string;
  by: string;
  more: number;
}

/** How the last reading went, or how far the present one is. `total` 0: not known yet. */
export interface SyncShown {
  state: "done" | "failed" | "never" | "running";
  started: string | null;
  ended: string | null;
  done: number;
  total: number;
  added: number;
  changed: number;
  same: number;
  gone: number;
  failed: number;
  error: string;
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
  bot?: BotHealth | null;
}

/**
 * What is left out stays. `hours` as they are shown, or as `segue hours set` reads them from a file, or
 * `always`.
 */
export interface TeamChange {
  name?: string | null;
  hours?: Record<string, unknown> | "always" | null;
  answer_within_min?: number | null;
}

/** One team's. */
export interface TeamFigures {
  shown: number;
  settled: number;
  coverage: number | null;
  below: number | null;
  above: number | null;
  bias_s: number | null;
  pinball_s: number | null;
  held: number | null;
  team: TeamRef;
}

/** One team's line: how many wait, and how long the first has waited. */
export interface TeamLine {
  team: TeamRef;
  waiting: number;
  longest_s: number | null;
}

/** `hours_text` says in one line when it is open; `surge`, while one is on. */
export interface TeamNow {
  id: string;
  name: string;
  open: boolean;
  waiting: number;
  available: number;
  opens_at: string | null;
  hours_text: string;
  surge: SurgeShown | null;
}

export interface TeamRef {
  id: string;
  name: string;
}

/**
 * One team. `closed_for` names the day for which it is closed now, if it is one that has a name; `members`
 * counts whoever belongs to it, on shift or not.
 */
export interface TeamShown {
  id: string;
  name: string;
  hours: HoursShown;
  hours_text: string;
  open: boolean;
  opens_at: string | null;
  closes_at: string | null;
  closed_for: string;
  answer_within_min: number;
  surge: SurgeShown | null;
  members: number;
  warnings: OddShown[];
}

/** One event of a thread, for the staff. */
export interface ThreadEvent {
  seq: number;
  at: string;
  event: Record<string, unknown>;
}

/**
 * A question for a trial: nothing is kept, and it counts in no report. With `item` and `draft` it is also
 * answered as if the item's draft were live.
 */
export interface ToAsk {
  question: string;
  item?: string | null;
  draft?: boolean;
  language?: string;
}

/** Until the first reply of a person, over the last 24 hours. */
export interface Today {
  median_s: number | null;
  p90_s: number | null;
  handoffs: number;
}

export interface Topic {
  title: string;
  items: number;
  used: number;
  helped: number | null;
}

export interface TriedOut {
  turns: Turn[];
}

/** A conversation to try rules on: those of `policy`, or the live ones. Nothing is kept. */
export interface TryAsked {
  turns: TrySaid[];
  policy?: Record<string, unknown> | null;
  channel?: string;
  tier?: string;
  language?: string;
  open?: boolean;
}

/** `bot` lines may say how sure the assistant was; without it, it knew. */
export interface TrySaid {
  who: "bot" | "customer";
  text: string;
  confidence?: number | null;
  sure?: boolean | null;
}

/**
 * One thing that was said, what was seen in it and what came of it. `moment`: rules were read when it was
 * understood (`heard`) or when the assistant had its answer (`answered`), under version `policy`. `sent` false:
 * the customer never read it, because it was held or a person was called instead.
 */
export interface Turn {
  seq: number;
  at: string;
  author: "agent" | "bot" | "customer" | "system";
  name: string;
  text: string;
  moment?: "answered" | "heard" | null;
  policy?: number | null;
  outcome?: Outcome;
  meters?: Meter[];
  rules?: RuleSeen[];
  signals?: Signals | null;
  basis?: BasisSeen[];
  sources?: SourceSeen[];
  confidence?: number | null;
  notes?: Noted[];
  sent?: boolean;
}

export interface TypingIn {
  type: "typing";
  conversation: string;
}

/** It does not any more. */
export interface UnwatchFloor {
  type: "unwatch_floor";
}

/** The files have arrived and are being read: ask for the source to see how it goes. */
export interface Uploaded {
  source: SourceShown;
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

/**
 * `coverage` is the share of waits within the 80 % interval, `below` and `above` the shares outside, `held` the
 * share within the range that was read. `bias_s` is the mean of the estimate's median minus the wait,
 * `pinball_s` the mean loss at 10, 50 and 90 %. null: nothing is known.
 */
export interface WaitFigures {
  shown: number;
  settled: number;
  coverage: number | null;
  below: number | null;
  above: number | null;
  bias_s: number | null;
  pinball_s: number | null;
  held: number | null;
}

/** Of those who were served; `with_leavers` counts whoever left besides, with the wait that they would have had. */
export interface WaitsScore {
  shown: number;
  settled: number;
  coverage: number | null;
  below: number | null;
  above: number | null;
  bias_s: number | null;
  pinball_s: number | null;
  held: number | null;
  days: number;
  with_leavers: WaitFigures;
  by_team: TeamFigures[];
  by_day: DayFigures[];
}

/** This tab shows the live floor; null is all teams. */
export interface WatchFloor {
  type: "watch_floor";
  team?: string | null;
}

/**
 * What happened and what would have. `sooner_s` above 0 is earlier; null when one of them never came. `text`
 * says it in one sentence. `also` is null when it was not asked for or took too long.
 */
export interface WhatIf {
  then: PersonAt | null;
  now: PersonAt | null;
  sooner_s: number | null;
  text: string;
  also: AlsoThen | null;
}

/**
 * Other rules: a whole `policy`, or one `rule` with its `field` compared with another `value`. `look` null: only
 * this conversation. Else also what it would change in so long a time.
 */
export interface WhatIfAsked {
  policy?: Record<string, unknown> | null;
  rule?: string | null;
  field?: string | null;
  value?: number | null;
  look?: string | null;
}

/** Words for the agent who has it; the customer never reads them. */
export interface Whisper {
  client_id?: string | null;
  epoch?: number | null;
  text: string;
}

/** Two sentences: why a person was called just then (or was not), and why not earlier. */
export interface Why {
  then: string;
  not_earlier: string;
  facts?: WhyFact[];
}

/** A fact about the whole conversation: the wait, what was asked twice, the verdict. */
export interface WhyFact {
  icon: "check" | "repeat" | "timer" | "x";
  text: string;
}

/** `close`: somebody may soon have to come. */
export interface WithAssistant {
  count: number;
  close: number;
}

export interface WithPeople {
  count: number;
  places: number;
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
  | HeadsUp
  | HeadsUpEnded
  | Gone
  | LineFrame
  | Presence
  | FloorFrame
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
  | WatchFloor
  | UnwatchFloor
  | Ping;
