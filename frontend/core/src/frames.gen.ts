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

export interface AgentJoined {
  kind: "agent_joined";
  text?: string;
  name: string;
  initials: string;
  team: string;
}

/** `why`: lost, transferred or replaced. The next line says what happens now. */
export interface AgentLeft {
  kind: "agent_left";
  text?: string;
  name: string;
  why: string;
}

export interface AnswerField {
  type: "answer_field";
  field: string;
  value: string;
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

/** What to do instead of waiting. `email` for e-mail, `phone` and `at` for a callback. */
export interface Choose {
  type: "choose";
  choice: "callback" | "email" | "keep_asking" | "leave_line" | "leave_message";
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
  event: Message | HandoffRequested | PlaceTold | ChoicesShown | PersonOffered | PersonDeclined | LeftLine | AgentJoined | AgentLeft | Transferred | TeamChanged | BotReturned | Deferred | PromiseMoved | FieldWanted | WrapUp | Closed | Survey | Rated | TranscriptAsked | Reopened;
}

export interface FieldWanted {
  kind: "field_wanted";
  text?: string;
  field: string;
  label: string;
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

export interface LeftLine {
  kind: "left_line";
  text?: string;
}

/** Something that was said. `name` is a first name, or the assistant's. */
export interface Message {
  kind: "message";
  text?: string;
  author: "agent" | "bot" | "customer" | "system";
  name?: string;
  client_id?: string;
  delivery: string;
  sources?: SourceRef[];
  confidence?: number | null;
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

/** It was not done, and nothing changed. With `retry_after_s`, the same may be sent again. */
export interface Refused {
  type: "refused";
  code: string;
  message: string;
  client_id?: string | null;
  retry_after_s?: number | null;
}

export interface Reopened {
  kind: "reopened";
  text?: string;
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
}

/** Where an answer stands written. */
export interface SourceRef {
  id: string;
  title: string;
  url?: string | null;
}

/**
 * What the customer's screen shows now. `key` names an entry of `words/states.yaml`; `preparing`: an answer
 * takes longer than usual, which `lines.preparing` says.
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
  choices: ("callback" | "email" | "keep_asking" | "leave_line" | "leave_message")[];
  survey: boolean;
  can_ask_person: boolean;
  companion: boolean;
  preparing: boolean;
  fields: WantedField[];
}

/** What to show has changed. */
export interface StateFrame {
  type: "state";
  state: State;
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

/** Place in line and the wait as a range; `because`: asked, or changed. */
export interface Waiting {
  type: "waiting";
  place: number | null;
  eta_low_s: number | null;
  eta_high_s: number | null;
  team: string | null;
  because: string;
}

/** Something that would help, if the customer likes to say it. */
export interface WantedField {
  field: string;
  label: string;
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

/** It seems to be solved; nobody said a closing word. */
export interface WrapUp {
  kind: "wrap_up";
  text?: string;
  outcome: string;
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
  | Ping;
