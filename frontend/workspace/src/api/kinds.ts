/** Which events change a card, which commands take a conversation, and which refusals mean that it is gone already. */

export const CARD_CHANGES: ReadonlySet<string> = new Set([
  "handoff_requested",
  "agent_joined",
  "transferred",
  "brief_updated",
  "bot_returned",
  "deferred",
  "facts_learned",
  "draft_held",
  "draft_settled",
  "stand_by_asked",
  "stand_by_released",
  "action_done",
  "action_over",
  "identity_proven",
]);
export const TAKES: ReadonlySet<string> = new Set(["accept", "pick", "take_over"]);
export const GONE_TO_SOMEBODY: ReadonlySet<string> = new Set(["taken", "not_yours"]);
export const RUN_GONE: ReadonlySet<string> = new Set(["not_now", "action_gone", "run_gone", "no_such_run", "nothing_to_approve", "stale_owner", "already_closed", "not_found"]);
export const DRAFT_GONE: ReadonlySet<string> = new Set(["draft_gone", "stale_owner", "already_closed"]);
export const OFFER_GONE: ReadonlySet<string> = new Set(["taken", "nothing_to_accept", "already_closed", "not_found"]);
