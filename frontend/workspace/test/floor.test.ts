import { describe, expect, it } from "vitest";
import type { Floor, FloorPerson, FloorRow } from "../src/api/floor.ts";
import { commandsOver } from "../src/api/commands.ts";
import type { ClientFrame } from "../src/api/types.ts";
import { Unreachable, type WireEvents } from "../src/api/transport.ts";
import { mockTransport } from "../src/dev/mock.ts";
import { atRisk, axisOf, byRoom, newest, riskAt, steadied, summary } from "../src/features/floor/reading.ts";
import { linesOf } from "../src/state/lines.ts";
import { may } from "../src/state/views.ts";
import { timerOf } from "../src/state/durations.ts";
import { at, event, happened, hello, MARCO, row, SARA, snapshot, T0 } from "./stories.ts";

const waits = (conversation: string, since: number, promised_s: number | null, more: Partial<FloorRow> = {}): FloorRow => ({
  conversation,
  case: "4812",
  customer: { name: conversation, initials: "X", email: null, verified: false },
  quote: "",
  reason: "asked",
  reason_text: "",
  flags: [],
  team: { id: "billing", name: "Billing" },
  since: at(since),
  waited_s: 0,
  promised_s,
  risk: "ok",
  place: 1,
  stage: "waiting",
  offered_to: null,
  until: null,
  priority: "normal",
  why_not_yet: "",
  ...more,
});

const works = (id: string, load: number, capacity: number, more: Partial<FloorPerson> = {}): FloorPerson => ({
  agent: { id, name: id, initials: id },
  status: "available",
  back_at: null,
  teams: [],
  lent: [],
  load,
  capacity,
  over: false,
  longest_s: null,
  offer: null,
  skills: [],
  languages: [],
  ...more,
});

const floorAt = (when: number, team: string | null = null): Floor => ({ at: at(when), team: team === null ? null : { id: team, name: team } }) as Floor;

describe("who is most at risk", () => {
  it("is who has used up most of the promise, not who has waited longest", () => {
    const rows = [waits("long", -100, 600), waits("late", -70, 60, { risk: "over" }), waits("none", -900, null), waits("half", -50, 100)];
    expect(atRisk(rows, T0).map((one) => one.conversation)).toEqual(["late", "half", "long", "none"]);
  });

  it("changes with the clock, between two frames, too", () => {
    const one = waits("w", 0, 100);
    expect([10, 60, 100].map((seconds) => riskAt(one, T0 + seconds * 1000))).toEqual(["ok", "near", "over"]);
    expect(riskAt(waits("w", 0, null, { risk: "near" }), T0 + 9e6)).toBe("near");
  });

  it("stands still under the pointer: who came goes to the end, who left is gone", () => {
    const rows = [waits("c", 0, 1), waits("a", 0, 1), waits("new", 0, 1)];
    expect(steadied(rows, ["a", "b", "c"]).map((one) => one.conversation)).toEqual(["a", "c", "new"]);
  });

  it("is found among ten thousand at once", () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => waits(`c${n}`, -((n * 37) % 900), n % 3 === 0 ? null : 300));
    expect(atRisk(rows, T0)).toHaveLength(10_000);
    expect(atRisk(rows, T0)[0]?.promised_s).toBe(300);
  });
});

describe("the people of the floor", () => {
  it("are counted with the places that can still be taken, in fractions", () => {
    const people = [works("a", 1.5, 4), works("b", 5, 4, { over: true }), works("c", 0, 4, { status: "away" })];
    expect(summary(people)).toEqual({ there: 2, free: 2.5 });
  });

  it("stand by who has most room when somebody is to be assigned", () => {
    expect(byRoom([works("full", 4, 4), works("away", 0, 4, { status: "away" }), works("free", 1, 4), works("busy", 0, 4, { status: "busy" })]).map((one) => one.agent.id)).toEqual(["free", "full", "busy", "away"]);
  });
});

describe("the floor on the screen", () => {
  it("is the newest that was told, and never another team's", () => {
    expect(newest(null, floorAt(1), floorAt(5), null)?.at).toBe(at(5));
    expect(newest("billing", floorAt(9), floorAt(3, "billing"))?.at).toBe(at(3));
    expect(newest("billing", floorAt(9))).toBeNull();
  });

  it("has an axis of few lines, however long the waits are", () => {
    expect(axisOf(160)).toEqual([0, 1, 2, 3]);
    expect(axisOf(20)).toEqual([0, 1]);
    expect(axisOf(3600).length).toBeLessThan(6);
  });

  it("comes by the socket while somebody watches it", async () => {
    const commands = commandsOver(mockTransport("still"));
    await commands.resume();
    commands.watchFloor("billing");
    expect(commands.desk.get().floor?.team?.id).toBe("billing");
    commands.watchFloor(undefined);
  });
});

/** A server that notes what the socket is told. */
async function listening() {
  const sent: ClientFrame[] = [];
  let wire: WireEvents | null = null;
  const commands = commandsOver({
    request: (async (_method: string, path: string) => {
      if (path === "/me") return { ...SARA, role: "lead" };
      if (path === "/conversations/c_1") return snapshot(row({ seq: 3, unread: 2 }), []);
      throw new Unreachable();
    }) as never,
    upload: () => Promise.reject(new Unreachable()),
    connect(events) {
      wire = events;
      return { send: (frame) => sent.push(frame) > 0, nudge: () => undefined, lost: () => undefined, stop: () => undefined };
    },
  });
  await commands.resume();
  const told = wire as unknown as WireEvents;
  told.frame(hello());
  return { commands, sent, told };
}

describe("peeking", () => {
  it("leaves no trace: neither seen nor viewing, and unread stays unread", async () => {
    const { commands, sent, told } = await listening();
    commands.peek("c_1");
    await commands.open("c_1");
    told.frame(event(happened(4, { kind: "message", author: "customer", text: "more" }), row({ seq: 4, unread: 3 })));
    expect(sent.filter((frame) => frame.type === "seen" || frame.type === "viewing")).toEqual([]);
    expect(commands.desk.get().items["c_1"]?.unread).toBe(3);
    expect(commands.desk.get().threads["c_1"]?.events.at(-1)?.seq).toBe(4);
  });
});

describe("a whisper", () => {
  const whisper = (mine: boolean) => happened(4, { kind: "whispered", agent: mine ? SARA.id : MARCO.id, name: mine ? SARA.name : MARCO.name, text: "Offer the voucher" });

  it("pops where its conversation is not open, and is told by whom", async () => {
    const { commands, told } = await listening();
    told.frame(event(happened(3, { kind: "agent_joined" }), row({ seq: 3 })));
    told.frame(event(whisper(false), row({ seq: 4 })));
    expect(commands.desk.get().told).toMatchObject([{ key: "told.whispered", values: { name: MARCO.name } }]);
  });

  it("stands in the thread as what it is, and a note does not", () => {
    const lines = linesOf({ events: [whisper(false), happened(5, { kind: "note", text: "x" })], outbox: [], me: SARA, readTo: 0, customer: { name: "W", initials: "W" } });
    expect(lines.filter((line) => line.type === "note").map((line) => line.whisper)).toEqual([true, false]);
  });

  it("is for leads, about a conversation that somebody else has", () => {
    const theirs = row({ agent: MARCO });
    expect(may(theirs, { ...SARA, role: "lead" }).has("whisper")).toBe(true);
    expect(may(theirs, SARA).has("whisper")).toBe(false);
    expect(may(row(), { ...SARA, role: "lead" }).has("whisper")).toBe(false);
  });
});

describe("what is due", () => {
  it("is late when the server says so, though this clock would not", () => {
    const item = row({ waiting_since: at(0), due_at: at(600) });
    expect(timerOf(item, T0 + 5000)?.tone).toBe("calm");
    expect(timerOf({ ...item, due_state: "soon" }, T0 + 5000)?.tone).toBe("soon");
    expect(timerOf({ ...item, due_state: "broken" }, T0 + 5000)?.tone).toBe("late");
  });

  it("is told in the thread where it matters afterwards", () => {
    const events = ["first_answer_due", "next_answer_due", "callback_due", "promise_broken"].map((what, n) => happened(n + 1, { kind: "alarm", what }));
    const lines = linesOf({ events, outbox: [], me: SARA, readTo: 0, customer: { name: "W", initials: "W" } });
    expect(lines.filter((line) => line.type === "system").map((line) => line.body["what"])).toEqual(["callback_due", "promise_broken"]);
  });
});
