import { describe, expect, it } from "vitest";
import type { Agent, Stage } from "../src/api/types.ts";
import { may, neighbour, rows, viewsOf } from "../src/state/views.ts";
import { after, at, hello, MARCO, row, SARA, T0 } from "./stories.ts";

const LEAD: Agent = { ...SARA, id: "a_lead", role: "lead" };
const STAGES: Stage[] = ["with_bot", "waiting", "offered", "with_agent", "deferred", "wrapping_up", "closed"];

describe("views", () => {
  it("hold a snoozed conversation apart until it comes back", () => {
    const sleeping = row({ snoozed_until: at(60) });
    expect(viewsOf(sleeping, SARA, T0)).toEqual(["all", "snoozed"]);
    expect(viewsOf(sleeping, SARA, T0 + 61_000)).toEqual(["mine", "all"]);
  });

  it("do not count an offer as mine", () => {
    expect(viewsOf(row({ stage: "offered" }), SARA, T0)).toEqual(["waiting", "all"]);
  });

  it("put whoever has waited longest first, and whoever was answered last at the end", () => {
    const items = [
      row({ id: "answered", replied_at: at(0), last_at: at(90) }),
      row({ id: "short", waiting_since: at(50) }),
      row({ id: "long", waiting_since: at(10) }),
    ];
    const desk = after(hello(), { type: "listed", view: "mine", page: { items, counts: {}, next: null } });
    expect(rows(desk, "mine", "wait", "", T0).map((item) => item.id)).toEqual(["long", "short", "answered"]);
    expect(rows(desk, "mine", "wait", "wren FIELD", T0)).toHaveLength(3);
    expect(rows(desk, "mine", "wait", "nobody", T0)).toEqual([]);
  });
});

describe("what somebody may do", () => {
  it("is to speak only with what is theirs, in every stage", () => {
    for (const stage of STAGES) {
      expect(may(row({ stage, agent: MARCO }), SARA).has("say")).toBe(false);
      expect(may(row({ stage, agent: MARCO }), LEAD).has("say")).toBe(false);
      expect(may(row({ stage }), SARA).has("say")).toBe(stage === "with_agent");
    }
  });

  it("is to write notes always", () => {
    for (const stage of STAGES) expect(may(row({ stage, agent: MARCO }), SARA).has("note")).toBe(true);
  });

  it("is to take over for leads only, and never from themselves", () => {
    expect(may(row({ agent: MARCO }), SARA).has("take_over")).toBe(false);
    expect(may(row({ agent: MARCO }), LEAD).has("take_over")).toBe(true);
    expect(may(row({ agent: { ...MARCO, id: LEAD.id } }), LEAD).has("take_over")).toBe(false);
  });

  it("is nothing when nobody is there", () => {
    expect(may(null, SARA).size).toBe(0);
    expect(may(row(), null).size).toBe(0);
  });
});

describe("walking the list", () => {
  it("stops at its ends", () => {
    expect(neighbour(["a", "b"], "b", 1)).toBe("b");
    expect(neighbour(["a", "b"], "a", -1)).toBe("a");
    expect(neighbour(["a", "b"], null, 1)).toBe("a");
    expect(neighbour(["a", "b"], null, -1)).toBe("b");
    expect(neighbour([], null, 1)).toBeNull();
  });
});
