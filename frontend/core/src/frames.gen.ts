/**
 * The customer's wire: frames of the socket, and the session.
 *
 * Made by tools/gen_frames.py from src/segue/web/frames/: do not edit.
 */

/** Yes to person_offered. */
export interface AcceptPerson {
  type: "accept_person";
  client_id?: string | null;
}

/** It is on disk. A command that changed nothing is accepted with the newest `seq`. */
export interface Accepted {
  type: "accepted";
  client_id: string;
  seq: number;
}

/** The other system answered: a card. It has no `text` where a message said it before. */
export interface ActionDone {
  kind: "action_done";
  text?: string;
  n: number;
  title: string;
  outcome: "done" | "failed" | "refused" | "unsure";
  rows?: Labelled[];
  url?: string | null;
  url_label?: string;
  undoes?: number;
}

/** Run `n` waits for something else now, or runs. */
export interface ActionMoved {
  kind: "action_moved";
  text?: string;
  n: number;
  state: "approval" | "confirm" | "identity" | "running";
  ask?: string;
}

/** Run `n` will not be done. */
export interface ActionOver {
  kind: "action_over";
  text?: string;
  n: number;
  how: "lapsed" | "overtaken" | "rejected" | "stopped";
}

/**
 * Something is to be done in another system. In `confirm`, `ask` wants a yes: answer with allow_action or
 * stop_action, or in words.
 */
export interface ActionWanted {
  kind: "action_wanted";
  text?: string;
  n: number;
  title: string;
  rows?: Labelled[];
  ask?: string;
  state: "approval" | "confirm" | "identity" | "running";
}

export interface AgentJoined {
  kind: "agent_joined";
  text?: string;
  name: string;
  initials: string;
  team: string;
}

/** `why`: lost, transferred, replaced, or called (and not reached). The next line says what happens now. */
export interface AgentLeft {
  kind: "agent_left";
  text?: string;
  name: string;
  why: string;
}

/** Yes to run `n`. */
export interface AllowAction {
  type: "allow_action";
  n: number;
  client_id?: string | null;
}

export interface AnswerField {
  type: "answer_field";
  field: string;
  value: string;
  client_id?: string | null;
}

/** Mail a one-time code to this address, to prove that it is theirs. */
export interface AskCode {
  type: "ask_code";
  email: string;
  client_id?: string | null;
}

/** The button that is always there. */
export interface AskPerson {
  type: "ask_person";
  client_id?: string | null;
}

/** The person has left; the assistant answers from now on. */
export interface BotReturned {
  kind: "bot_returned";
  text?: string;
  name: string;
}

/** `suggestions` are first questions; `greeting` the assistant's hello in the customer's language. */
export interface Branding {
  brand: string;
  accent: string;
  email: string | null;
  phone: string | null;
  suggestions: string[];
  greeting: string;
}

/** The wait is long enough to say what else can be done. */
export interface ChoicesShown {
  kind: "choices_shown";
  text?: string;
}

/**
 * What to do instead of waiting. `email` for e-mail, `phone` and `at` for a callback: `at` is a time that `GET
 * /widget/slots` offers; without it we call as soon as it is their turn. `solved` needs nothing any more, and is
 * for whoever the assistant has.
 */
export interface Choose {
  type: "choose";
  choice: "callback" | "email" | "keep_asking" | "leave_line" | "leave_message" | "solved";
  email?: string | null;
  phone?: string | null;
  at?: string | null;
  text?: string;
  client_id?: string | null;
}

export interface Closed {
  kind: "closed";
  text?: string;
  outcome: string;
  source?: SourceRef | null;
}

/** A one-time code is on its way to this address, which is shown in part only. */
export interface CodeAsked {
  kind: "code_asked";
  text?: string;
  email: string;
}

/** No to person_offered. */
export interface DeclinePerson {
  type: "decline_person";
  client_id?: string | null;
}

/** A later answer was promised. */
export interface Deferred {
  kind: "deferred";
  text?: string;
  case: string;
  answer_by: string;
  channel: string;
}

/** One event of the thread. `seq` rises; numbers may be missing, events never are. */
export interface EventFrame {
  type: "event";
  seq: number;
  at: string;
  event: Message | HandoffRequested | PlaceTold | ChoicesShown | PersonOffered | PersonDeclined | LeftLine | AgentJoined | AgentLeft | Transferred | TeamChanged | BotReturned | Deferred | PromiseMoved | FieldWanted | WrapUp | Closed | Survey | Rated | TranscriptAsked | Reopened | ActionWanted | ActionMoved | ActionOver | ActionDone | IdentityAsked | CodeAsked | IdentityProven | Relaxed;
}

/**
 * Something is asked for. Where the assistant asked in its own words, before this, there is no `text`.
 * `value_kind` says what a value looks like (`kind` is this event's own); `purpose` is the action or the article
 * that it is for.
 */
export interface FieldWanted {
  kind: "field_wanted";
  text?: string;
  field: string;
  label: string;
  value_kind?: string;
  choices?: string[];
  purpose?: string;
}

/** The code of that mail. Refused with wrong_code, too_many_tries or code_expired. */
export interface GiveCode {
  type: "give_code";
  code: string;
  client_id?: string | null;
}

/** A person was called; the sentence says what happens now. */
export interface HandoffRequested {
  kind: "handoff_requested";
  text?: string;
  reason: string;
  team: string;
  place?: number | null;
  eta_low_s?: number | null;
  eta_high_s?: number | null;
}

/** First of all: which conversation, its newest event, and what to show. Events follow. */
export interface Hello {
  type: "hello";
  conversation: string;
  seq: number;
  state: State;
}

/** Run `n` needs to know for sure who the customer is. Answer with ask_code and give_code. */
export interface IdentityAsked {
  kind: "identity_asked";
  text?: string;
  n: number;
}

/** It is known now who the customer is. `how`: token or code. */
export interface IdentityProven {
  kind: "identity_proven";
  text?: string;
  how: string;
}

/**
 * What became of the identity token: verified, or why not, for whoever builds the page. Codes: identity_off,
 * identity_signature, identity_claims, identity_expired, identity_life.
 */
export interface IdentityShown {
  verified: boolean;
  code?: string;
  message?: string;
}

/**
 * `verified`: it is proven who the customer is. `asked`: something waits for such a proof; `sent`: a one-time
 * code was mailed for it a moment ago.
 */
export interface IdentityState {
  verified: boolean;
  asked: boolean;
  sent: boolean;
}

/** One row of a card. */
export interface Labelled {
  label: string;
  value: string;
}

export interface LeftLine {
  kind: "left_line";
  text?: string;
}

/**
 * Something that was said. `name` is a first name, or the assistant's. `asked`: it asks back; `choices` are
 * answers to tap, each said as it stands. `run` is the run that it tells the result of: its card is the
 * `action_done` of the same number.
 */
export interface Message {
  kind: "message";
  text?: string;
  author: "agent" | "bot" | "customer" | "system";
  name?: string;
  client_id?: string;
  delivery: string;
  sources?: SourceRef[];
  confidence?: number | null;
  choices?: string[];
  asked?: boolean;
  run?: number;
}

export interface PersonDeclined {
  kind: "person_declined";
  text?: string;
}

/** Shall a person be brought in? Answer with accept_person or decline_person. */
export interface PersonOffered {
  kind: "person_offered";
  text?: string;
  team: string;
}

export interface Ping {
  type: "ping";
}

/** Where things stand, said again. */
export interface PlaceTold {
  kind: "place_told";
  text?: string;
  place?: number | null;
  eta_low_s?: number | null;
  eta_high_s?: number | null;
}

export interface Pong {
  type: "pong";
}

export interface PromiseMoved {
  kind: "promise_moved";
  text?: string;
  answer_by: string;
}

export interface Rate {
  type: "rate";
  score: number;
  comment?: string;
  client_id?: string | null;
}

export interface Rated {
  kind: "rated";
  text?: string;
  score: number;
}

/**
 * It was not done, and nothing changed. With `retry_after_s`, the same may be sent again; `alternatives` are
 * times that are free instead of one that was not.
 */
export interface Refused {
  type: "refused";
  code: string;
  message: string;
  client_id?: string | null;
  retry_after_s?: number | null;
  alternatives?: string[];
}

/** Other teams may help from now on, too; the place in the line is kept. */
export interface Relaxed {
  kind: "relaxed";
  text?: string;
}

export interface Reopened {
  kind: "reopened";
  text?: string;
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

export interface Say {
  type: "say";
  client_id: string;
  text: string;
  attachments?: string[];
}

/** The person has read up to here. */
export interface Seen {
  type: "seen";
  who: "agent";
  seq: number;
}

export interface SeenUpTo {
  type: "seen";
  seq: number;
}

/** The session is a secret: it opens this conversation and no other. */
export interface Session {
  session: string;
  conversation: string;
  locale: string;
  branding: Branding;
  identity?: IdentityShown | null;
}

/** Where an answer stands written. */
export interface SourceRef {
  id: string;
  title: string;
  url?: string | null;
}

/**
 * What the customer's screen shows now. `key` names an entry of `words/states.yaml`; `preparing`: an answer
 * takes longer than usual, which `lines.preparing` says; `may_leave_solved`: the assistant helped while they
 * waited, and the choice `solved` ends the wait; `action`: what waits for somebody's yes, or is being done. With
 * `eta_low_s` and no `eta_high_s` it is more than that; with neither, nobody can say. `grew`: how often the wait
 * became longer than was told; `surge`: more people come than can be served, other ways are shown first; `slot`:
 * when the call is, if a time was chosen; `calls`: how many did not reach them; `closed_for`: the day for which
 * the team is closed now, as it is called there.
 */
export interface State {
  key: "assistant" | "assistant_closed" | "away" | "callback_booked" | "ended" | "finding" | "handed_back" | "in_line" | "in_line_longer" | "in_line_next" | "joined" | "left_line" | "offer" | "person_lost" | "rating" | "saved" | "transferring";
  epoch: number;
  owner: "bot" | "later" | "line" | "nobody" | "person";
  speaks: "assistant" | "nobody" | "person";
  name: string | null;
  initials: string | null;
  team: string | null;
  place: number | null;
  eta_low_s: number | null;
  eta_high_s: number | null;
  eta_at: string | null;
  first_eta_low_s: number | null;
  first_eta_high_s: number | null;
  case: string | null;
  answer_by: string | null;
  opens_at: string | null;
  people_online: boolean;
  email: string | null;
  choices: ("callback" | "email" | "keep_asking" | "leave_line" | "leave_message" | "solved")[];
  survey: boolean;
  can_ask_person: boolean;
  companion: boolean;
  preparing: boolean;
  may_leave_solved: boolean;
  grew: number;
  surge: boolean;
  slot: string | null;
  calls: number;
  closed_for: string;
  fields: WantedField[];
  action: RunShown | null;
  identity: IdentityState;
}

/** What to show has changed. */
export interface StateFrame {
  type: "state";
  state: State;
}

/** No to run `n`, whatever it waits for. */
export interface StopAction {
  type: "stop_action";
  n: number;
  client_id?: string | null;
}

/** A rating may be given now. `name`: of the person who helped, if one did. */
export interface Survey {
  kind: "survey";
  text?: string;
  name?: string;
}

/** Another team helps from now on; the place in the line is kept. */
export interface TeamChanged {
  kind: "team_changed";
  text?: string;
  team: string;
}

/** Mail me the conversation. */
export interface Transcript {
  type: "transcript";
  email: string;
  client_id?: string | null;
}

export interface TranscriptAsked {
  kind: "transcript_asked";
  text?: string;
}

export interface Transferred {
  kind: "transferred";
  text?: string;
  to_team: string;
  name?: string;
}

export interface Typing {
  type: "typing";
  who: "agent" | "bot";
  name?: string | null;
}

export interface TypingNow {
  type: "typing";
}

/**
 * Place in line and the wait as a range; `because`: asked, changed, team (another one helps), or why the place
 * became worse: urgent (somebody whose matter cannot wait went first), lost (somebody who lost their person),
 * back (somebody who waited before came back), priority.
 */
export interface Waiting {
  type: "waiting";
  place: number | null;
  eta_low_s: number | null;
  eta_high_s: number | null;
  team: string | null;
  because: string;
}

/**
 * Something that would help, if the customer likes to say it. `asked`: it was asked for just now, and the next
 * words are taken for it; `kind` says what they should look like.
 */
export interface WantedField {
  field: string;
  label: string;
  kind: string;
  choices: string[];
  purpose: string;
  asked: boolean;
}

/** What the launcher on a page needs before anybody chats. Public. */
export interface WidgetConfig {
  brand: string;
  accent: string;
  label: string;
  position: "end" | "start";
  people_online: boolean;
  locale: string;
}

/** It seems to be solved; nobody said a closing word. `source`: where the last answer stands. */
export interface WrapUp {
  kind: "wrap_up";
  text?: string;
  outcome: string;
  source?: SourceRef | null;
}

export type CustomerTold =
  | Hello
  | EventFrame
  | StateFrame
  | Waiting
  | Accepted
  | Refused
  | Typing
  | Seen
  | Pong;

export type CustomerSays =
  | Say
  | AskPerson
  | AcceptPerson
  | DeclinePerson
  | TypingNow
  | SeenUpTo
  | Choose
  | AnswerField
  | Rate
  | Transcript
  | AllowAction
  | StopAction
  | AskCode
  | GiveCode
  | Ping;
