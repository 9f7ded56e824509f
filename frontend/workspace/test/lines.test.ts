import { describe, expect, it } from "vitest";
import { initialsOf, linesOf, type Reading } from "../src/state/lines.ts";
import { at, happened, MARCO, said, SARA } from "./stories.ts";

const reading = (more: Partial<Reading> = {}): Reading => ({
  events: [],
  outbox: [],
  me: SARA,
  readTo: 0,
  customer: { name: "Wren Fielding", initials: "WF" },
  ...more,
});

describe("lines of a thread", () => {
  it("give each of the four voices its own", () => {
    const lines = linesOf(
      reading({
        events: [
          happened(1, said("customer", "Hello")),
          happened(2, said("bot", "Hi", { name: "Fernhill assistant" })),
          happened(3, said("agent", "Hi Wren", { agent: SARA.id, name: SARA.name })),
          happened(4, said("agent", "Me too", { agent: MARCO.id, name: MARCO.name })),
          happened(5, { kind: "note", agent: MARCO.id, name: MARCO.name, text: "Careful" }),
        ],
      }),
    );
    expect(lines.map((line) => (line.type === "message" ? [line.voice, line.mine, line.name] : line.type))).toEqual([
      "day",
      ["customer", false, "Wren"],
      ["bot", false, "Fernhill assistant"],
      ["person", true, "Sara Kim"],
      ["person", false, "Marco Alves"],
      "note",
    ]);
  });

  it("draw the pass where a person is called, and nowhere else", () => {
    const events = ["asked", "misses", "transferred", "agent_lost"].map((reason, n) => happened(n + 1, { kind: "handoff_requested", reason }));
    const shown = linesOf(reading({ events })).filter((line) => line.type === "system");
    expect(shown.map((line) => line.body.reason)).toEqual(["asked", "misses"]);
    expect(shown.every((line) => line.pass)).toBe(true);
  });

  it("leave out what only the record needs, and what a newer server says without words", () => {
    const events = [happened(1, { kind: "signals", about: 1 }), happened(2, { kind: "telepathy" }), happened(3, { kind: "telepathy", text: "A sentence." })];
    expect(linesOf(reading({ events })).filter((line) => line.type === "system")).toMatchObject([{ kind: "telepathy", body: { text: "A sentence." } }]);
  });

  it("begin every day with its name", () => {
    const events = [happened(1, said("customer", "one")), { ...happened(2, said("customer", "two")), at: "2026-11-26T12:00:00Z" }];
    expect(linesOf(reading({ events })).map((line) => line.type)).toEqual(["day", "message", "day", "message"]);
  });

  it("end with what is on its way", () => {
    const echo = { clientId: "x", conversation: "c_1", mode: "reply" as const, text: "Soon", at: at(9), epoch: 1, state: "pending" as const };
    expect(linesOf(reading({ events: [happened(1, said("customer", "Hi"))], outbox: [echo] })).at(-1)).toMatchObject({ mine: true, text: "Soon", delivery: null });
  });

  it("tell how far the customer has read", () => {
    const events = [happened(1, said("agent", "one", { agent: SARA.id })), happened(2, said("agent", "two", { agent: SARA.id }))];
    expect(linesOf(reading({ events, readTo: 1 })).flatMap((line) => (line.type === "message" ? [line.delivery] : []))).toEqual(["read", "sent"]);
  });
});

describe("initials", () => {
  it.each([
    ["Wren Fielding", "WF"],
    ["أمل", "أ"],
    ["Maria del Carmen Ruiz", "MR"],
    ["", "–"],
    [null, "–"],
  ])("of %s are %s", (name, initials) => expect(initialsOf(name)).toBe(initials));
});
