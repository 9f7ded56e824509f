/** The people of the renders, so that screens can be laid beside them. Times are relative to the start. */

import type { AEvent, Agent, Brief, Colleague, EventBody, Item, Snapshot } from "../api/types.ts";

export const START = Date.now();
export const ago = (seconds: number): string => new Date(START - seconds * 1000).toISOString();
export const ahead = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export const ORDERS = { id: "orders", name: "Orders" };
export const BILLING = { id: "billing", name: "Billing" };

export const SARA: Agent = {
  id: "a_sara",
  name: "Sara Kim",
  initials: "SK",
  email: "sara@fernhill.example",
  role: "lead",
  teams: [ORDERS, BILLING],
  capacity: 5,
  load: 4,
  status: "available",
};

export const COLLEAGUES: Colleague[] = [
  { id: "a_sara", name: "Sara Kim", initials: "SK", status: "available", load: 4, capacity: 5, teams: [BILLING] },
  { id: "a_marco", name: "Marco Alves", initials: "MA", status: "available", load: 2, capacity: 4, teams: [ORDERS] },
  { id: "a_ines", name: "Ines Vogel", initials: "IV", status: "busy", load: 4, capacity: 4, teams: [BILLING] },
  { id: "a_tom", name: "Tom Okafor", initials: "TO", status: "away", load: 0, capacity: 4, teams: [ORDERS] },
];

const sk = { id: SARA.id, name: SARA.name, initials: SARA.initials };

function item(id: string, name: string, initials: string, more: Partial<Item>): Item {
  return {
    id,
    seq: 10,
    epoch: 3,
    stage: "with_agent",
    owner: "person",
    customer: { name, initials, email: null, verified: false },
    channel: "web",
    language: "en",
    team: BILLING,
    agent: sk,
    reason: "asked",
    priority: "normal",
    tags: [],
    preview: null,
    last_at: ago(60),
    waiting_since: null,
    replied_at: null,
    due_at: null,
    unread: 0,
    snoozed_until: null,
    case: "4812",
    place: null,
    away: false,
    ...more,
  };
}

const said = (text: string): { author: string; text: string } => ({ author: "customer", text });

export const ITEMS: Item[] = [
  item("c_wren", "Wren Fielding", "WF", {
    seq: 9,
    customer: { name: "Wren Fielding", initials: "WF", email: "wren@example.com", verified: true },
    priority: "high",
    tags: ["VIP"],
    preview: said("It’s been 12 days. This is ridiculous, get me a person"),
    waiting_since: ago(102),
    due_at: ago(10),
    last_at: ago(102),
    unread: 2,
  }),
  item("c_amal", "أمل", "أم", {
    channel: "whatsapp",
    language: "ar",
    preview: said("أرفقت صورة الفاتورة"),
    waiting_since: ago(58),
    due_at: ahead(20),
    unread: 1,
  }),
  item("c_piper", "Piper Marsh", "PM", { preview: said("Is it on its way?"), waiting_since: ago(12), due_at: ahead(110) }),
  item("c_heath", "Heath Ridley", "HR", { channel: "email", preview: said("Thank you"), replied_at: ago(200), last_at: ago(200) }),
  item("c_rowan", "Rowan Brook", "RB", {
    preview: said("Waiting for the courier’s scan"),
    snoozed_until: ahead(9 * 3600),
    replied_at: ago(5000),
    last_at: ago(5000),
  }),
  item("c_hazel", "Hazel Glen", "HG", { stage: "offered", owner: "line", seq: 8, epoch: 1, agent: sk, reason: "misses", waiting_since: ago(12), preview: said("no, I was charged twice"), place: 1, case: "4815" }),
  item("c_noor", "Noor Haddad", "NH", { stage: "waiting", owner: "line", agent: null, waiting_since: ago(95), preview: said("Where is my parcel?"), team: ORDERS, place: 1, case: "4816" }),
  item("c_late", "Juniper Cole", "JC", { stage: "deferred", owner: "later", agent: null, due_at: ahead(5400), preview: said("Please call me about the tent"), case: "4790", last_at: ago(20_000) }),
  item("c_bot1", "Robin Ash", "RA", { stage: "with_bot", owner: "bot", agent: null, team: null, reason: null, epoch: 0, preview: { author: "bot", text: "You can return it within 30 days." }, replied_at: ago(30), case: null }),
  item("c_bot2", "", "", { customer: { name: null, initials: "", email: null, verified: false }, stage: "with_bot", owner: "bot", agent: null, team: null, reason: null, epoch: 0, preview: said("Do you ship to Norway?"), waiting_since: ago(3), case: null }),
  item("c_old", "Clay Dunne", "CD", { stage: "closed", owner: "nobody", agent: sk, preview: said("Thanks, that solved it"), last_at: ago(90_000), case: "4711" }),
];

const event = (seq: number, secondsAgo: number, body: EventBody): AEvent => ({ seq, at: ago(secondsAgo), event: body });

const WREN: AEvent[] = [
  event(1, 400, { kind: "opened" }),
  event(2, 390, { kind: "message", author: "customer", text: "My refund for order 1234 still isn’t here" }),
  event(3, 388, { kind: "message", author: "bot", name: "Fernhill assistant", text: "Refunds arrive 5–7 business days after we get the parcel back.", sources: [{ id: "refunds", title: "Refund policy", url: "/shop/help/refunds" }], confidence: 0.82 }),
  event(4, 330, { kind: "message", author: "customer", text: "It’s been 12 days. This is ridiculous, get me a person" }),
  event(5, 329, { kind: "handoff_requested", reason: "asked", team: "Orders", text: "You are in line." }),
  event(6, 270, { kind: "message", author: "agent", name: "Marco Alves", agent: "a_marco", initials: "MA", team: "Orders", text: "Hi Wren, Marco from Orders. Your parcel did come back to us on the 3rd. The payment side is Sara’s, so I’m bringing her in. You won’t need to explain it again.", delivery: "sent" }),
  event(7, 240, { kind: "note", agent: "a_marco", name: "Marco", text: "Payment run failed on the 3rd, code R17. Under €100, so a manual re-run is fine." }),
  event(8, 205, { kind: "transferred", by: "Marco", to_team: "billing", to_agent: "a_sara", to_name: "Sara Kim", why: "needs a payment re-run" }),
  event(9, 200, { kind: "signals", about: 4 }),
];

const score = (label: string, value: number, needs: number) => ({ kind: "score" as const, text: "", seq: 0, label, value, needs, over: value >= needs });
const quote = (text: string, seq: number) => ({ kind: "quote" as const, text, seq, label: "", value: 0, needs: 0, over: false });

export const WREN_BRIEF: Brief = {
  handoff: "c_wren.h1",
  reason: "asked",
  reason_text: "Asked for a person",
  priority: "high",
  summary: "Wants an €84 refund for order 1234, now on day 12. The payment run failed, so waiting longer won’t help.",
  evidence: [
    quote("This is ridiculous, get me a person", 4),
    score("wants_person", 0.97, 0.9),
    score("frustration", 0.81, 0.7),
    score("misses", 1, 2),
  ],
  facts: [
    { name: "order", label: "Order", value: "1234", source: "signed_in" },
    { name: "amount", label: "Amount", value: "€84.00", source: "order" },
    { name: "email", label: "E-mail", value: "wren@example.com", source: "signed_in" },
  ],
  missing: [{ name: "card", label: "Last digits of the card" }],
  tried: [
    { what: "Looked up the refund", result: "pending", ok: true, sources: ["Refund policy"] },
    { what: "Re-run the refund", result: "needs a person’s approval", ok: false, sources: [] },
  ],
  mood: [
    { seq: 2, score: 0 },
    { seq: 3, score: -0.3 },
    { seq: 4, score: -0.85 },
  ],
  promises: [{ text: "about 1 minute", at: ago(329) }],
  greeting: "Hi Wren, this is Sara. Your €84 refund for order 1234 failed on our side. I’m re-running it now.",
  since: ago(329),
  verdict: null,
};

export const HAZEL_BRIEF: Brief = {
  ...WREN_BRIEF,
  handoff: "c_hazel.h1",
  reason: "misses",
  reason_text: "Two answers missed",
  priority: "normal",
  summary: "Was charged twice for one tent (order 1301) and wants the second charge returned.",
  evidence: [quote("no, I was charged twice", 5), score("misses", 2, 2)],
  facts: [
    { name: "order", label: "Order", value: "1301", source: "order" },
    { name: "amount", label: "Amount", value: "2 × €219", source: "said" },
  ],
  missing: [],
  tried: [
    { what: "Order lookup", result: "answered", ok: true, sources: ["Order 1301"] },
    { what: "Refund article", result: "did not know", ok: false, sources: ["Refund policy"] },
  ],
  promises: [{ text: "1–2 minutes", at: ago(12) }],
  greeting: "Hi Hazel, this is Sara. I see two charges for order 1301 and I’m returning the second one.",
  since: ago(12),
};

function talk(texts: readonly string[]): AEvent[] {
  return texts.map((text, n) =>
    event(
      n + 1,
      600 - n * 20,
      n % 2 === 0
        ? { kind: "message", author: "customer", text }
        : { kind: "message", author: "agent", agent: SARA.id, name: SARA.name, initials: "SK", text },
    ),
  );
}

/** Two hundred lines and long names, for the heavy state. */
export function heavy(): AEvent[] {
  return Array.from({ length: 260 }, (_, n) =>
    event(n + 1, 90_000 - n * 300, {
      kind: "message",
      author: n % 3 === 0 ? "customer" : n % 3 === 1 ? "bot" : "agent",
      agent: n % 3 === 2 ? SARA.id : null,
      name: n % 3 === 1 ? "Fernhill assistant" : SARA.name,
      text: `Line ${n + 1}. ${"A longer sentence that goes on and wraps. ".repeat(n % 5)}`,
    }),
  );
}

export const THREADS: Record<string, { events: AEvent[]; brief: Brief | null; earlier?: Snapshot["earlier"] }> = {
  c_wren: { events: WREN, brief: WREN_BRIEF, earlier: [{ id: "c_old", case: "4711", at: ago(900_000), reason: "misses", outcome: "solved" }] },
  c_hazel: {
    brief: HAZEL_BRIEF,
    events: [
      event(1, 60, { kind: "opened" }),
      event(2, 50, { kind: "message", author: "customer", text: "I see two charges for my tent" }),
      event(3, 48, { kind: "message", author: "bot", name: "Fernhill assistant", text: "You can see your charges under Orders.", sources: [{ id: "order:1301", title: "Order 1301" }] }),
      event(4, 30, { kind: "message", author: "customer", text: "no, I was charged twice" }),
      event(5, 14, { kind: "miss" }),
      event(6, 13, { kind: "miss" }),
      event(7, 12, { kind: "handoff_requested", reason: "misses", team: "Billing" }),
      event(8, 1, { kind: "offer_made", agent: SARA.id, name: "Sara Kim" }),
    ],
  },
  c_amal: { events: talk(["مرحبا، أريد استرداد المبلغ للطلب 1290 please", "Hello أمل, this is Sara. Could you send the invoice?", "أرفقت صورة الفاتورة"]), brief: { ...WREN_BRIEF, handoff: "c_amal.h1", summary: "تريد استرداد المبلغ للطلب 1290.", evidence: [quote("أريد التحدث إلى شخص", 1)], mood: [], missing: [], greeting: "" } },
  c_piper: { events: talk(["Is it on its way?"]), brief: null },
  c_heath: { events: talk(["I cannot sign in", "I’ve reset the password for you. See https://fernhill.example/account (the link works once).", "Thank you"]), brief: null },
};
