/** The judgement of the renders: Wren's decisions turn by turn, and Hazel's answer that waits. */

import type { Decisions, RuleSeen, WhatIf, WhatIfAsked } from "../api/decisions.ts";
import type { HeadsUp, HeldDraft, Item } from "../api/types.ts";
import { ahead, BILLING, HAZEL_BRIEF, START } from "./people.ts";

export const DRAFT: HeldDraft = {
  n: 1,
  text: "I can re-run the refund of €84.00 to the card ending 4417 now. It should arrive within two business days. Shall I go ahead?",
  about: 4,
  confidence: 0.58,
  until: ahead(41),
  team: BILLING,
  rule: "low-confidence",
  rule_name: "Unsure twice: a person checks the answer",
};
export const HELD_EVENT = { kind: "draft_held", draft: { n: 1, text: DRAFT.text, rule: DRAFT.rule, evidence: [{ kind: "score", label: "confidence", value: 0.58, needs: 0.7 }] } };

export function headsUp(item: Item): HeadsUp & { type: "heads_up" } {
  const standing = { agent: "a_sara", name: "Sara Kim", chance: 0.62, reason: "circles" };
  return { type: "heads_up", conversation: item.id, item: { ...item, standing }, brief: { ...HAZEL_BRIEF, handoff: "", promises: [] }, chance: 0.62, why: "Going in circles." };
}

const at = (seconds: number): string => new Date(START - 3600_000 + seconds * 1000).toISOString();
const rule = (id: string, name: string, lane: string, state: RuleSeen["state"], why: string): RuleSeen => ({ id, name, lane, state, why });
const rules = (...states: [RuleSeen["state"], string][]): RuleSeen[] =>
  [
    ["safety-words", "Safety words", "safety"],
    ["asked", "Asked for a person", "asked"],
    ["vip", "Important customers first", "business"],
    ["two-misses", "Two misses", "bot_failure"],
    ["frustration", "Losing patience", "mood"],
    ["long", "Long conversation", "length"],
  ].map(([id, name, lane], n) => rule(id ?? "", name ?? "", lane ?? "", states[n]?.[0] ?? "not", states[n]?.[1] ?? ""));

export const DECISIONS: Decisions = {
  conversation: "c_wren",
  case: "4809",
  customer: "Wren Fielding",
  rules_version: 6,
  why: { then: "", not_earlier: "" },
  turns: [
    {
      seq: 2,
      at: at(2),
      author: "customer",
      name: "Wren",
      text: "My refund for order 1234 still isn’t here",
      moment: "heard",
      policy: 6,
      outcome: { kind: "stayed" },
      meters: [{ field: "frustration", label: "frustration", value: 0.34, needs: 0.7, op: "at_least" }],
      rules: rules(["not", "no words matched"], ["not", "no words matched"], ["not", "order under €200"], ["not", "0 of 2"], ["near", "0.34 of 0.70"], ["not", "1 of 8"]),
      signals: { asked_times: 1 },
    },
    {
      seq: 3,
      at: at(5),
      author: "bot",
      name: "Fernhill assistant",
      text: "Refunds arrive 5–7 business days after we get the parcel back.",
      moment: "answered",
      policy: 6,
      outcome: { kind: "answered" },
      meters: [{ field: "confidence", label: "sure of the answer", value: 0.92, needs: 0.6, op: "below" }],
      sources: [{ title: "Refund policy" }],
    },
    {
      seq: 4,
      at: at(71),
      author: "customer",
      name: "Wren",
      text: "It’s been 12 days. This is ridiculous, get me a person",
      moment: "heard",
      policy: 6,
      outcome: { kind: "handed_off", rule: "asked", rule_name: "Asked for a person", lane: "asked" },
      meters: [
        { field: "wants_person", label: "", value: 0.97, needs: 0.9, op: "at_least", held: true },
        { field: "frustration", label: "", value: 0.81, needs: 0.7, op: "at_least", held: true },
        { field: "misses", label: "", value: 1, needs: 2, op: "at_least", near: true },
      ],
      rules: rules(["not", "no words matched"], ["decided", ""], ["not", "order under €200"], ["not", "1 of 2"], ["matched", ""], ["not", "2 of 8"]),
      basis: [{ signal: "wants_person", text: "get me a person", back: 0 }],
      signals: { asked_times: 1 },
    },
    { seq: 5, at: at(72), author: "bot", name: "Fernhill assistant", text: "I’m connecting you with a person. About 1 minute.", notes: [{ icon: "route", text: "Billing, because the topic was refund. 2 people free." }, { icon: "shield-check", text: "1 late automated answer held back" }] },
    { seq: 6, at: at(117), author: "agent", name: "Marco", text: "Hi Wren, Marco from Orders. Your parcel did come back to us on the 3rd." },
  ],
  promised_s: [60, 60],
  took_s: 46,
  verdict: "right",
  opened_at: at(0),
  last_at: at(850),
};

export function whatIf(asked: WhatIfAsked): WhatIf {
  const then = { seq: 4, at: at(71), what: "handed_off", rule: "asked" };
  const sooner = "value" in asked && asked.value <= 0.34;
  const also = { weeks: 1, gained: sooner ? 212 : 0, lost: 0, bot_solved: sooner ? 188 : 0, conversations: 1412, enough: true };
  return sooner ? { then, now: { seq: 2, at: at(2), what: "handed_off", rule: "frustration" }, sooner_s: 69, also } : { then, now: then, sooner_s: 0, also };
}

