/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */

export type Language = "en" | "de" | "es" | "ar";

export type PanelState = "assistant" | "assistant_closed" | "offer" | "finding" | "in_line" | "in_line_next" | "in_line_longer" | "left_line" | "joined" | "transferring" | "person_lost" | "handed_back" | "away" | "saved" | "callback_pick" | "callback_booked" | "rating" | "ended" | "offline" | "back_online" | "send_failed" | "error";

export interface StateWords {
  header: readonly [string, string];
  ph: string;
  person: string | null;
  sr: string | null;
}

export interface Words {
  message_sr: string;
  eta: Record<"now" | "under_1" | "range" | "minutes" | "up_to" | "over_20" | "unknown", string>;
  speakers: Record<"assistant" | "person" | "assistant_inline" | "person_inline" | "self", string>;
  actions: Record<"email" | "callback" | "leave" | "keep" | "connect" | "cancel" | "retry" | "transcript" | "reopen", string>;
  lines: Record<"saved" | "callback_booked" | "noted" | "transcript", string>;
  says: Record<"greeting", string>;
  refusals: Record<"too_long" | "rate_limited" | "unavailable" | "email_needed" | "phone_needed" | "with_person" | "already_rated" | "not_now" | "other", string>;
  panel: Record<"launcher" | "dialog" | "close" | "menu" | "log" | "send" | "back" | "loading" | "home_title" | "home_open" | "home_closed" | "home_alone" | "privacy" | "read" | "sending" | "held" | "not_sent" | "typing" | "typing_name" | "typing_assistant" | "sources" | "opens_new" | "newest" | "options" | "finding_title" | "finding_plain" | "finding_help" | "place_title" | "updated_now" | "updated_min" | "ahead" | "nothing_to_repeat" | "keep_place" | "now_eta" | "first_said" | "rather" | "save" | "field_help" | "offer_title" | "offer_plain" | "offer_help" | "next_team" | "passed_on" | "takes_over" | "takes_over_help" | "away_title" | "away_by" | "away_soon" | "away_now" | "passed" | "email_label" | "email_bad" | "note_label" | "optional" | "send_team" | "gives_up" | "saved_title" | "saved_plain" | "saved_email" | "saved_here" | "case" | "copy" | "add_detail" | "booked_title" | "booked_help" | "soonest" | "day" | "today" | "tomorrow" | "clock" | "zone" | "phone_label" | "phone_bad" | "call_at" | "call_soon" | "call_help" | "rate_title" | "rate_plain" | "rate_1" | "rate_2" | "rate_3" | "rate_4" | "rate_5" | "rate_more" | "rate_send" | "rate_thanks" | "copy_label" | "copy_send" | "copy_help" | "copy_sent" | "larger" | "smaller" | "sound_on" | "sound_off" | "reconnecting" | "safe" | "safe_help" | "safe_plain" | "length" | "unread", string>;
  states: Record<PanelState, StateWords>;
}
