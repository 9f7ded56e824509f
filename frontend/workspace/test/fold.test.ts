import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AEvent } from "../src/api/types.ts";
import { EMPTY_DESK } from "../src/state/desk.ts";
import { fold } from "../src/state/fold.ts";
import type { Frame } from "../src/state/frames.ts";
import { countsOf } from "../src/state/views.ts";
import { after, at, brief, event, happened, hello, MARCO, offer, row, said, SARA, snapshot, T0 } from "./stories.ts";

const THREAD: AEvent[] = [
  happened(1, said("customer", "Where is my parcel?")),
  happened(2, said("bot", "On its way.")),
  happened(3, { kind: "handoff_requested", reason: "asked" }),
  happened(4, { kind: "agent_joined", agent: SARA.id, name: SARA.name }),
  happened(5, said("agent", "Hi, this is Sara.", { agent: SARA.id, client_id: "x1" })),
  happened(6, { kind: "note", agent: MARCO.id, name: MARCO.name, text: "It is in Hamburg." }),
  happened(7, { kind: "verdict", verdict: "right" }),
];

const rowAt = (seq: number) => row({ seq, epoch: seq < 4 ? 1 : 2 });
const frameAt = (n: number): Frame => event(THREAD[n - 1]!, rowAt(n));

describe("a thread", () => {
  it("is the same from an old snapshot with events as from a fresh snapshot, from every point", () => {
    const fresh = after(hello(), { type: "opened", snapshot: snapshot(rowAt(7), THREAD, { brief: brief({ verdict: "right" }) }) });
    for (let start = 0; start < THREAD.length; start += 1) {
      const old = after(hello(), { type: "opened", snapshot: snapshot(rowAt(start), THREAD.slice(0, start)) });
      const caughtUp = THREAD.slice(start).reduce((desk, _event, n) => fold(desk, frameAt(start + n + 1)), old);
      expect(caughtUp.threads["c_1"]).toEqual(fresh.threads["c_1"]);
      expect(caughtUp.items).toEqual(fresh.items);
    }
  });

  it("does not change when frames come twice, or in any order", () => {
    const start = after(hello(), { type: "opened", snapshot: snapshot(rowAt(0), []) });
    const wanted = THREAD.reduce((desk, _event, n) => fold(desk, frameAt(n + 1)), start);
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7], { minLength: 14 }), (order) => {
        const desk = order.reduce((sofar, n) => fold(sofar, frameAt(n)), start);
        expect(desk.threads["c_1"]?.events).toEqual(wanted.threads["c_1"]?.events);
        expect(desk.items).toEqual(wanted.items);
      }),
    );
  });

  it("knows that something is missing, and no longer once it was fetched", () => {
    const gapped = after(hello(), { type: "opened", snapshot: snapshot(rowAt(2), THREAD.slice(0, 2)) }, frameAt(5));
    expect(gapped.threads["c_1"]?.gap).toBe(true);
    const mended = fold(gapped, { type: "caught_up", conversation: "c_1", events: THREAD.slice(2, 5) });
    expect(mended.threads["c_1"]).toMatchObject({ gap: false, upTo: 5 });
    expect(mended.threads["c_1"]?.events.map((one) => one.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it("forgets what is too old to join a snapshot of the newest events", () => {
    const known = after(hello(), { type: "opened", snapshot: snapshot(rowAt(2), THREAD.slice(0, 2)) });
    const later = fold(known, { type: "opened", snapshot: snapshot(row({ seq: 7 }), THREAD.slice(5)) });
    expect(later.threads["c_1"]?.events.map((one) => one.seq)).toEqual([6, 7]);
    expect(later.threads["c_1"]?.complete).toBe(false);
  });
});

describe("a row", () => {
  it("never goes back to what it was", () => {
    const desk = after(hello(), frameAt(5), { type: "listed", view: "mine", page: { items: [rowAt(3)], counts: {}, next: null } });
    expect(desk.items["c_1"]?.seq).toBe(5);
  });

  it("moves the counts of the views that it leaves and enters", () => {
    const waiting = row({ stage: "waiting", agent: null, seq: 3 });
    const desk = after(hello(), { type: "listed", view: "waiting", page: { items: [waiting], counts: { mine: 4, waiting: 3, bot: 9 }, next: null } });
    const joined = fold(desk, event(happened(4, { kind: "agent_joined" }), row({ seq: 4 })));
    expect(joined.counts).toEqual({ mine: 5, waiting: 2, bot: 9 });
  });
});

describe("the tabs", () => {
  it("count one's own here, and the rest as the server does", () => {
    const items = [row({ id: "a" }), row({ id: "b", snoozed_until: at(600) }), row({ id: "c", stage: "offered" })];
    const desk = after(hello(), { type: "listed", view: "mine", page: { items, counts: { mine: 3, waiting: 2, deferred: 4, bot: 9 }, next: null } });
    expect(countsOf(desk, T0)).toMatchObject({ mine: 1, snoozed: 1, waiting: 2, bot: 9 });
  });
});

describe("what was typed here", () => {
  const typing: Frame[] = [
    hello(),
    { type: "opened", snapshot: snapshot(rowAt(4), THREAD.slice(0, 4)) },
    { type: "echo", echo: { clientId: "x1", conversation: "c_1", mode: "reply", text: "Hi", at: at(5), epoch: 2, state: "pending" } },
  ];

  it("is shown once, whether the answer or the event comes first", () => {
    const answered: Frame = { type: "accepted", client_id: "x1", seq: 5, epoch: 2 };
    expect(after(...typing, answered).outbox).toMatchObject([{ state: "kept" }]);
    expect(after(...typing, answered, frameAt(5)).outbox).toEqual([]);
    expect(after(...typing, frameAt(5), answered).outbox).toEqual([]);
  });

  it("is shown once when the connection broke before the answer and the snapshot already has it", () => {
    const desk = after(...typing, { type: "opened", snapshot: snapshot(rowAt(5), THREAD.slice(0, 5)) });
    expect(desk.outbox).toEqual([]);
  });

  it("keeps its text when it is refused, and says why", () => {
    const desk = after(...typing, { type: "refused", client_id: "x1", code: "stale_owner", message: "Changed hands." });
    expect(desk.outbox).toMatchObject([{ state: "failed", code: "stale_owner", text: "Hi" }]);
    const again = fold(desk, { type: "again", clientId: "x1", epoch: 7 });
    expect(again.outbox[0]).toEqual({ ...desk.outbox[0], state: "pending", epoch: 7, code: undefined, message: undefined });
    expect(again.outbox[0]).not.toHaveProperty("code");
  });
});

describe("coming back", () => {
  it("keeps the cursor of what was really seen until the missed events have come", () => {
    const desk = after(hello({ cursor: "100" }), frameAt(5), hello({ cursor: "200" }));
    expect(desk.cursor).toBe("5");
  });

  it("starts anew when too much was missed to be replayed", () => {
    const desk = after(hello(), { type: "opened", snapshot: snapshot(rowAt(4), THREAD.slice(0, 4)) }, hello({ cursor: "900", reset: true }));
    expect(desk.cursor).toBe("900");
    expect(desk.threads).toEqual({});
  });
});

describe("an offer", () => {
  const asked = row({ id: "c_2", stage: "offered", seq: 8 });

  it("waits behind the one before it, and is there once", () => {
    const other = row({ id: "c_3", stage: "offered" });
    const desk = after(hello(), offer(asked), offer(other), offer(asked));
    expect(desk.offers.map((one) => one.conversation)).toEqual(["c_3", "c_2"]);
  });

  it("is not mine before I took it", () => {
    const desk = after(hello(), offer(asked), { type: "listed", view: "mine", page: { items: [], counts: { mine: 1 }, next: null } });
    expect(desk.counts.mine).toBe(1);
  });

  it("that a colleague took is told with the name", () => {
    const taken = row({ id: "c_2", seq: 9, agent: MARCO });
    const desk = after(hello(), offer(asked), event({ ...happened(9, { kind: "agent_joined" }) }, taken), { type: "offer_ended", conversation: "c_2", why: "taken" });
    expect(desk.offers).toEqual([]);
    expect(desk.told).toMatchObject([{ key: "told.taken_by", values: { name: "Marco Alves", customer: "Wren Fielding" } }]);
  });

  it("that I took or skipped is not told to me", () => {
    for (const why of ["accepted", "declined"] as const) {
      expect(after(hello(), offer(asked), { type: "offer_ended", conversation: "c_2", why }).told).toEqual([]);
    }
  });

  it("goes by the clock when nobody says so", () => {
    const desk = after(hello(), offer(asked));
    expect(fold(desk, { type: "tick", now: T0 + 31_000 }).offers).toHaveLength(1);
    expect(fold(desk, { type: "tick", now: T0 + 33_000 }).offers).toEqual([]);
  });
});

describe("the screen", () => {
  it("ignores frames of a newer server", () => {
    const odd = { type: "telepathy", thought: "hm" } as unknown as Frame;
    expect(fold(EMPTY_DESK, odd)).toBe(EMPTY_DESK);
  });

  it("forgets everything at sign-out", () => {
    expect(after(hello(), frameAt(5), { type: "signed_out", ended: false })).toEqual(EMPTY_DESK);
  });

  it("shows who else is looking, and never oneself", () => {
    const desk = after(hello(), { type: "viewing", conversation: "c_1", agents: [SARA, MARCO] });
    expect(desk.viewing["c_1"]?.map((one) => one.name)).toEqual(["Marco Alves"]);
  });
});
