import { describe, expect, it } from "vitest";
import { approve, takeDraft } from "../src/actions/held.ts";
import type { Scene } from "../src/actions/action.ts";
import type { Agent, HeldDraft, Item } from "../src/api/types.ts";
import { fold } from "../src/state/fold.ts";
import { linesOf, ruleOf } from "../src/state/lines.ts";
import { EMPTY_SURFACE } from "../src/state/surface.ts";
import { inView, may, mayApprove, toCheck } from "../src/state/views.ts";
import { after, at, brief, event, happened, hello, offer, row, said, SARA, T0 } from "./stories.ts";

const LEAD: Agent = { ...SARA, id: "a_lead", role: "lead", teams: [] };
const draft = (more: Partial<HeldDraft> = {}): HeldDraft => ({ n: 1, text: "It washes at 30°.", about: 2, confidence: 0.4, until: at(60), team: SARA.teams[0] ?? null, rule: "low-confidence", rule_name: "", ...more });
const holding = (more: Partial<Item> = {}): Item => row({ stage: "with_bot", owner: "bot", agent: null, draft: draft(), ...more });

describe("an answer that waits", () => {
  it("is for its team and for leads, and for nobody once it is settled", () => {
    expect(mayApprove(holding(), SARA)).toBe(true);
    expect(mayApprove(holding({ draft: draft({ team: { id: "orders", name: "Orders" } }) }), SARA)).toBe(false);
    expect(mayApprove(holding({ draft: draft({ team: { id: "orders", name: "Orders" } }) }), LEAD)).toBe(true);
    expect(mayApprove(holding({ draft: draft({ team: null }) }), SARA)).toBe(true);
    expect(mayApprove(holding({ draft: null }), SARA)).toBe(false);
    expect(mayApprove(holding({ stage: "waiting" }), SARA)).toBe(false);
    expect(may(holding(), SARA).has("approve")).toBe(true);
    expect(inView(holding(), "approvals", SARA, T0)).toBe(true);
  });

  it("stands with the most urgent first", () => {
    const items = [holding({ id: "later", draft: draft({ until: at(90) }) }), holding({ id: "sooner", draft: draft({ until: at(20) }) }), row({ id: "mine" })];
    const desk = after(hello(), { type: "listed", view: "approvals", page: { items, counts: { approvals: 2 }, next: null } });
    expect(toCheck(desk).map((item) => item.id)).toEqual(["sooner", "later"]);
  });

  it("leaves the list with the event that settles it", () => {
    const desk = after(hello(), event(happened(4, { kind: "draft_held" }), holding({ seq: 4 })), event(happened(5, { kind: "draft_settled", how: "approved" }), holding({ seq: 5, draft: null })));
    expect(toCheck(desk)).toEqual([]);
  });

  it("can be let go by key only while its own words are shown", () => {
    const item = holding();
    const scene: Scene = { me: SARA, item, brief: null, may: may(item, SARA), surface: EMPTY_SURFACE, order: [], offered: null };
    expect([approve, takeDraft].map((action) => action.allowed(scene))).toEqual([true, true]);
    const rewording = { ...EMPTY_SURFACE, rewording: { [item.id]: { n: 1, text: "mine" } } };
    expect(approve.allowed({ ...scene, surface: rewording })).toBe(false);
  });
});

describe("a heads-up", () => {
  const frame = { type: "heads_up" as const, conversation: "c_1", item: holding({ draft: null }), brief: brief({ handoff: "" }), chance: 0.62, why: "" };

  it("stands until it is released", () => {
    expect(after(hello(), frame).headsUps).toHaveLength(1);
    expect(after(hello(), frame, frame).headsUps).toHaveLength(1);
    expect(after(hello(), frame, { type: "heads_up_ended", conversation: "c_1", why: "calm" }).headsUps).toEqual([]);
    expect(after(hello(), frame, { type: "heads_up_dismissed", conversation: "c_1" }).headsUps).toEqual([]);
  });

  it("becomes the offer", () => {
    const desk = after(hello(), frame, offer(row({ stage: "offered", seq: 9 })));
    expect([desk.headsUps.length, desk.offers.length]).toEqual([0, 1]);
  });

  it("goes when somebody else has the conversation, and not because of a word more", () => {
    const said_ = event(happened(4, said("customer", "And?")), holding({ seq: 4, draft: null }));
    expect(after(hello(), frame, said_).headsUps).toHaveLength(1);
    expect(after(hello(), frame, event(happened(4, { kind: "agent_joined" }), row({ seq: 4 }))).headsUps).toEqual([]);
  });

  it("is there again after a reload, because the greeting brings it", () => {
    const { type: _type, ...shown } = frame;
    expect(fold(after(), hello({ heads_up: [shown] })).headsUps).toHaveLength(1);
  });
});

describe("lines of judgement", () => {
  const reading = (...events: Parameters<typeof happened>[1][]) =>
    linesOf({ events: events.map((one, n) => happened(n + 1, one)), outbox: [], me: SARA, readTo: 0, customer: { name: "Wren", initials: "W" } });

  it("name the rule that made them, wherever it stands in the event", () => {
    expect(ruleOf({ kind: "handoff_requested", handoff: { rule: "two-misses" } })).toBe("two-misses");
    expect(ruleOf({ kind: "tagged", by: "rule vip" })).toBe("vip");
    expect(ruleOf({ kind: "team_changed", why: "rule safety-words" })).toBe("safety-words");
    expect(ruleOf({ kind: "draft_held", draft: { rule: "low-confidence" } })).toBe("low-confidence");
    expect(ruleOf({ kind: "tagged", by: "Sara Kim" })).toBeNull();
  });

  it("leave out judgements, and who was asked to stand by", () => {
    expect(reading({ kind: "judged", fired: "" }, { kind: "stand_by_asked" }, { kind: "stand_by_released" }, { kind: "priority_changed", priority: 2, why: "" })).toEqual([]);
    expect(reading({ kind: "priority_changed", priority: 2, why: "rule vip" })).toHaveLength(2);
  });

  it("say below an answer who let it go, and whether they changed it", () => {
    const approved = (how: string) => reading({ kind: "draft_held" }, { kind: "draft_settled", how, by: "Sara Kim" }, said("bot", "At 30°.", { approved_by: "Sara Kim" })).at(-1);
    expect(approved("approved")).toMatchObject({ approved: { by: "Sara Kim", edited: false } });
    expect(approved("edited")).toMatchObject({ approved: { by: "Sara Kim", edited: true } });
  });

  it("say how a held answer ended where no answer says so itself", () => {
    const kinds = (how: string) => reading({ kind: "draft_settled", how }).filter((line) => line.type === "system").length;
    expect(["approved", "edited", "rejected", "timed_out", "overtaken"].map(kinds)).toEqual([0, 0, 1, 1, 1]);
  });
});
