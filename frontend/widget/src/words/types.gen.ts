/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */

export type Language = "en" | "de" | "es" | "ar";

export type PanelState = "assistant" | "assistant_closed" | "offer" | "finding" | "in_line" | "in_line_next" | "in_line_longer" | "left_line" | "joined" | "transferring" | "person_lost" | "handed_back" | "away" | "saved" | "callback_pick" | "callback_booked" | "rating" | "ended" | "offline" | "back_online" | "send_failed" | "error";

export interface StateWords {
  header: readonly [string, string];
  ph: string;
  person: string | null;
  sr: string | null;
}

export interface FirstWords {
  eta: Record<"now" | "under_1" | "range" | "minutes" | "up_to" | "over" | "unknown", string>;
  speakers: Record<"assistant" | "person" | "assistant_inline" | "person_inline" | "self", string>;
  actions: Record<"email" | "callback" | "leave" | "keep" | "connect" | "retry", string>;
  says: Record<"greeting", string>;
  panel: Record<"launcher" | "dialog" | "close" | "menu" | "log" | "send" | "back" | "loading" | "home_title" | "home_open" | "home_closed" | "home_alone" | "privacy" | "read" | "typing" | "newest" | "options" | "away_soon" | "away_for" | "away_now" | "saved_plain" | "case" | "copy" | "day" | "today" | "clock" | "zone" | "reconnecting" | "kept" | "safe" | "safe_help" | "safe_plain" | "length" | "unread", string>;
  states: Record<"assistant" | "assistant_closed" | "offline" | "back_online" | "send_failed" | "error", StateWords>;
}

export interface LaterWords {
  message_sr: string;
  actions: Record<"cancel" | "transcript" | "reopen", string>;
  panel: Record<"sending" | "held" | "not_sent" | "typing_name" | "typing_assistant" | "preparing" | "sources" | "opens_new" | "finding_title" | "finding_plain" | "finding_help" | "place_title" | "updated_now" | "updated_min" | "ahead" | "meanwhile" | "nothing_to_repeat" | "keep_place" | "now_eta" | "first_said" | "surge_now" | "rather" | "save" | "field_help" | "offer_title" | "offer_plain" | "offer_help" | "next_team" | "passed_on" | "takes_over" | "takes_over_help" | "away_title" | "away_by" | "passed" | "email_label" | "email_bad" | "note_label" | "optional" | "send_team" | "gives_up" | "saved_title" | "saved_email" | "saved_here" | "add_detail" | "because_urgent" | "because_lost" | "because_priority" | "because_back" | "because_team" | "booked_title" | "booked_slot" | "booked_help" | "soonest" | "tomorrow" | "phone_label" | "phone_bad" | "call_at" | "call_soon" | "call_help" | "rate_title" | "rate_plain" | "rate_1" | "rate_2" | "rate_3" | "rate_4" | "rate_5" | "rate_more" | "rate_send" | "anything_else" | "copy_label" | "copy_send" | "copy_help" | "copy_sent" | "larger" | "smaller" | "pick_one" | "act_yes" | "act_no" | "act_checking" | "act_running" | "act_done" | "act_failed" | "act_unsure" | "act_undone" | "id_title" | "id_help" | "id_email" | "id_send" | "id_sent" | "id_code" | "id_check" | "id_again" | "id_not" | "solved_leave", string>;
  states: Record<"offer" | "finding" | "in_line" | "in_line_next" | "in_line_longer" | "left_line" | "joined" | "transferring" | "person_lost" | "handed_back" | "away" | "saved" | "callback_pick" | "callback_booked" | "rating" | "ended", StateWords>;
}

export type Words = FirstWords & LaterWords;
