/** Small builders, so that a story says only what it is about. */

import type { AEvent, Agent, Brief, EventBody, Item, Offer, ServerFrame, Snapshot } from "../src/api/types.ts";
import { EMPTY_DESK, type Desk } from "../src/state/desk.ts";
import { fold } from "../src/state/fold.ts";
import type { Frame } from "../src/state/frames.ts";

export const T0 = Date.parse("2026-11-24T09:00:00Z");
export const at = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString();

export const SARA: Agent = {
  id: "a_sara",
  name: "Sara Kim",
  initials: "SK",
  email: "sara@example.com",
  role: "agent",
  teams: [{ id: "billing", name: "Billing" }],
  capacity: 4,
  load: 1,
  status: "available",
};
export const MARCO = { id: "a_marco", name: "Marco Alves", initials: "MA" };

export function row(more: Partial<Item> = {}): Item {
  return {
    id: "c_1",
    seq: 3,
    epoch: 2,
    stage: "with_agent",
    owner: "person",
    customer: { name: "Wren Fielding", initials: "WF", email: null, verified: false },
    channel: "web",
    language: "en",
    team: { id: "billing", name: "Billing" },
    agent: { id: SARA.id, name: SARA.name, initials: SARA.initials },
    reason: "asked",
    priority: "normal",
    tags: [],
    preview: null,
    last_at: at(0),
    waiting_since: null,
    replied_at: null,
    due_at: null,
    unread: 0,
    snoozed_until: null,
    case: "1",
    place: null,
    away: false,
    ...more,
  };
}

export const happened = (seq: number, event: EventBody): AEvent => ({ seq, at: at(seq), event });
export const said = (author: "customer" | "bot" | "agent", text: string, more: Partial<EventBody> = {}): EventBody => ({
  kind: "message",
  author,
  text,
  ...more,
});

export function brief(more: Partial<Brief> = {}): Brief {
  return {
    handoff: "c_1.h1",
    reason: "asked",
    reason_text: "Asked for a person",
    priority: "normal",
    summary: "",
    evidence: [],
    facts: [],
    missing: [],
    tried: [],
    mood: [],
    promises: [],
    greeting: "Hi",
    since: at(0),
    verdict: null,
    ...more,
  };
}

export function snapshot(item: Item, events: AEvent[], more: Partial<Snapshot> = {}): Snapshot {
  return { ...item, brief: brief(), you: { may: [] }, events, viewers: [], ...more };
}

export function event(body: AEvent, item: Item): ServerFrame {
  return { type: "event", conversation: item.id, cursor: String(item.seq), ...body, item };
}

export function offer(item: Item, more: Partial<Offer> = {}): Offer & { type: "offer" } {
  return { type: "offer", conversation: item.id, item, brief: brief(), until: at(30), lease_s: 30, epoch: 1, ...more };
}

export function hello(more: Partial<Extract<ServerFrame, { type: "hello" }>> = {}): ServerFrame {
  return { type: "hello", cursor: "100", agent: SARA, offers: [], line: { teams: [] }, reset: false, ...more };
}

export function after(...frames: Frame[]): Desk {
  return frames.reduce(fold, EMPTY_DESK);
}
