/**
 * The customer's wire, as TypeScript. One file, no logic: the server's `src/segue/web/frames.py` decides, this follows.
 *
 * The server speaks in frames (`type`); a frame of type `event` carries one event of the journal (`kind`). Lines that a
 * customer reads arrive already worded in their language (`text`), so a new kind of event needs no new client.
 */

export type StateKey =
  | "assistant"
  | "assistant_closed"
  | "offer"
  | "finding"
  | "in_line"
  | "in_line_next"
  | "in_line_longer"
  | "left_line"
  | "joined"
  | "transferring"
  | "person_lost"
  | "handed_back"
  | "away"
  | "saved"
  | "callback_booked"
  | "rating"
  | "ended";

export type Choice = "email" | "callback" | "leave_message" | "keep_asking" | "leave_line";

export interface WantedField {
  field: string;
  label: string;
}

/** What the customer should see now. Times are ISO 8601 UTC, waits are seconds. */
export interface CustomerView {
  key: StateKey;
  epoch: number;
  owner: "bot" | "line" | "person" | "later" | "nobody";
  speaks: "assistant" | "person" | "nobody";
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
  choices: Choice[];
  survey: boolean;
  can_ask_person: boolean;
  /** The assistant goes on answering while the customer waits. */
  companion?: boolean;
  fields: WantedField[];
}

export interface Source {
  id: string;
  title: string;
  url?: string | null;
}

export interface MessageEvent {
  kind: "message";
  author: "customer" | "bot" | "agent" | "system";
  name?: string | null;
  text: string;
  client_id?: string | null;
  delivery?: string;
  sources?: Source[] | null;
  confidence?: number | null;
}

/** Every event that is not a message and has a line for the customer. Unknown kinds fall in here too. */
export interface LineEvent {
  kind: Exclude<string, "message">;
  text?: string | null;
  name?: string | null;
  initials?: string | null;
  team?: string | null;
  to_team?: string | null;
  reason?: string | null;
  case?: string | null;
  answer_by?: string | null;
  channel?: string | null;
  outcome?: string | null;
  score?: number | null;
  field?: string | null;
  label?: string | null;
}

export type CustomerEvent = MessageEvent | LineEvent;

export type ServerFrame =
  | { type: "hello"; conversation: string; seq: number; state: CustomerView }
  | { type: "event"; seq: number; at: string; event: CustomerEvent }
  | { type: "state"; state: CustomerView }
  | {
      type: "waiting";
      place: number | null;
      eta_low_s: number | null;
      eta_high_s: number | null;
      team?: string | null;
      because?: string | null;
    }
  | { type: "accepted"; client_id: string; seq: number }
  | { type: "refused"; client_id?: string | null; code: string; message: string; retry_after_s?: number | null }
  | { type: "typing"; who: "bot" | "agent"; name?: string | null }
  | { type: "seen"; who: "agent"; seq: number }
  | { type: "pong" };

export type ClientFrame =
  | { type: "say"; client_id: string; text: string }
  | { type: "ask_person"; client_id?: string }
  | { type: "accept_person"; client_id?: string }
  | { type: "decline_person"; client_id?: string }
  | { type: "typing" }
  | { type: "seen"; seq: number }
  | { type: "choose"; choice: Choice; client_id?: string; email?: string; text?: string; phone?: string; at?: string }
  | { type: "answer_field"; field: string; value: string; client_id?: string }
  | { type: "rate"; score: number; comment?: string; client_id?: string }
  | { type: "transcript"; email: string; client_id?: string }
  | { type: "ping" };

export interface Branding {
  brand: string;
  accent?: string | null;
  email?: string | null;
  phone?: string | null;
  suggestions?: string[] | null;
  greeting?: string | null;
}

/** The answer to `POST /api/v1/widget/sessions`. */
export interface Session {
  session: string;
  conversation: string;
  locale: string;
  branding: Branding;
}
