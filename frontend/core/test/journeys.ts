/** Views and frames for the stories. */
import type { CustomerEvent, CustomerView, ServerFrame } from "../src/frames.ts";

export const view: CustomerView = {
  key: "assistant",
  epoch: 1,
  owner: "bot",
  speaks: "assistant",
  name: null,
  initials: null,
  team: null,
  place: null,
  eta_low_s: 60,
  eta_high_s: 60,
  eta_at: null,
  first_eta_low_s: null,
  first_eta_high_s: null,
  case: null,
  answer_by: null,
  opens_at: null,
  people_online: true,
  email: null,
  choices: [],
  survey: false,
  can_ask_person: true,
  companion: true,
  preparing: false,
  may_leave_solved: false,
  grew: 0,
  surge: false,
  slot: null,
  calls: 0,
  closed_for: "",
  action: null,
  identity: { verified: false, asked: false, sent: false },
  fields: [],
};

export const hello = (seq = 0, conversation = "c_1"): ServerFrame => ({ type: "hello", conversation, seq, state: view });

export const event = (seq: number, of: CustomerEvent): ServerFrame => ({
  type: "event",
  seq,
  at: "2026-11-24T09:00:00Z",
  event: of,
});

export const customerSays = (seq: number, text: string, clientId?: string): ServerFrame =>
  event(seq, { kind: "message", author: "customer", delivery: "sent", text, ...(clientId ? { client_id: clientId } : {}) });

export const assistantSays = (seq: number, text: string): ServerFrame =>
  event(seq, { kind: "message", author: "bot", delivery: "sent", text });
