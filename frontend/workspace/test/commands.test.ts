import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Commands, commandsOver } from "../src/api/commands.ts";
import { Refused, type Transport, Unreachable, type WireEvents } from "../src/api/transport.ts";
import { event, happened, hello, MARCO, offer, row, said, SARA, snapshot } from "./stories.ts";

interface Asked {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

/** A server that does what the story says, and remembers what it was asked. */
function serving(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  let wire: WireEvents | null = null;
  const transport: Transport = {
    async request<T>(method: string, path: string, body?: unknown) {
      const one = { method, path, body: (body ?? {}) as Record<string, unknown> };
      asked.push(one);
      return (await answer(one)) as T;
    },
    upload: () => Promise.reject(new Unreachable()),
    connect(events) {
      wire = events;
      return { send: () => true, nudge: () => undefined, lost: () => undefined, stop: () => undefined };
    },
  };
  return { transport, asked, wire: () => wire as unknown as WireEvents };
}

async function atWork(answer: (asked: Asked) => unknown) {
  const server = serving((asked) => (asked.path === "/me" ? SARA : answer(asked)));
  const commands = commandsOver(server.transport);
  await commands.resume();
  server.wire().frame(hello());
  server.wire().frame(event(happened(4, { kind: "agent_joined" }), row({ seq: 4, epoch: 2 })));
  return { commands, ...server };
}

const texts = (asked: readonly Asked[]): unknown[] => asked.filter((one) => one.method === "POST").map((one) => one.body["text"]);
const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal("document", { hidden: false });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("what an agent writes", () => {
  it("goes out in order, one at a time, with the epoch it was written in", async () => {
    const { commands, asked } = await atWork(() => ({ seq: 5, epoch: 2 }));
    commands.say("c_1", "reply", "one");
    commands.say("c_1", "note", "two");
    await settled();
    expect(texts(asked)).toEqual(["one", "two"]);
    expect(asked.filter((one) => one.method === "POST").map((one) => [one.path, one.body["epoch"]])).toEqual([
      ["/conversations/c_1/messages", 2],
      ["/conversations/c_1/notes", 2],
    ]);
  });

  it("is tried again as the same until the server has it", async () => {
    let reachable = false;
    const { commands, asked, wire } = await atWork(() => {
      if (!reachable) throw new Unreachable();
      return { seq: 5, epoch: 2 };
    });
    commands.say("c_1", "reply", "one");
    commands.say("c_1", "reply", "two");
    await settled();
    expect(texts(asked)).toEqual(["one"]);
    reachable = true;
    wire().frame(hello());
    await vi.advanceTimersByTimeAsync(4000);
    expect(texts(asked)).toEqual(["one", "one", "two"]);
    const posts = asked.filter((one) => one.method === "POST");
    expect(posts[0]?.body["client_id"]).toBe(posts[1]?.body["client_id"]);
    expect(posts[2]?.body["client_id"]).not.toBe(posts[1]?.body["client_id"]);
  });

  it("waits as long as a busy server asks for", async () => {
    let busy = true;
    const { commands, asked } = await atWork(() => {
      if (busy) throw new Refused({ status: 503, code: "unavailable", retry_after_s: 10 });
      return { seq: 5, epoch: 2 };
    });
    commands.say("c_1", "reply", "one");
    await settled();
    busy = false;
    await vi.advanceTimersByTimeAsync(9000);
    expect(texts(asked)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1500);
    expect(texts(asked)).toHaveLength(2);
  });

  it("that is refused keeps its text, lets the next one through, and reads the conversation anew", async () => {
    const { commands, asked } = await atWork(({ body, method }) => {
      if (body["text"] === "one") throw new Refused({ status: 409, code: "stale_owner", detail: "Changed hands." });
      return method === "GET" ? snapshot(row({ seq: 6 }), []) : { seq: 5, epoch: 2 };
    });
    commands.say("c_1", "reply", "one");
    commands.say("c_1", "reply", "two");
    await settled();
    expect(commands.desk.get().outbox).toMatchObject([
      { text: "one", state: "failed", code: "stale_owner" },
      { text: "two", state: "kept" },
    ]);
    expect(asked.some((one) => one.method === "GET" && one.path === "/conversations/c_1")).toBe(true);
  });

  it("survives a reload, and is sent as the same", async () => {
    const first = await atWork(() => Promise.reject(new Unreachable()));
    first.commands.say("c_1", "reply", "one");
    await settled();
    const second = await atWork(() => ({ seq: 5, epoch: 2 }));
    await settled();
    const id = (asked: readonly Asked[]): unknown => asked.find((one) => one.method === "POST")?.body["client_id"];
    expect(texts(second.asked)).toEqual(["one"]);
    expect(id(second.asked)).toBe(id(first.asked));
    second.wire().frame(event(happened(5, said("agent", "one", { client_id: String(id(first.asked)) })), row({ seq: 5 })));
    expect(second.commands.desk.get().outbox).toEqual([]);
    const third = await atWork(() => ({ seq: 5, epoch: 2 }));
    expect(third.commands.desk.get().outbox).toEqual([]);
  });
});

describe("an offer", () => {
  const ringing = async (answer: () => unknown): Promise<{ commands: Commands; took: boolean }> => {
    const { commands, wire } = await atWork(answer);
    wire().frame(offer(row({ id: "c_2", stage: "offered" })));
    return { commands, took: await commands.act("c_2", { act: "accept" }) };
  };

  it("that somebody else took is told plainly, and stops ringing", async () => {
    const { commands, took } = await ringing(() => Promise.reject(new Refused({ status: 409, code: "taken" })));
    expect(took).toBe(false);
    expect(commands.desk.get().offers).toEqual([]);
    expect(commands.desk.get().told).toHaveLength(1);
  });

  it("that a colleague picked from the line first is told with the name", async () => {
    const { commands } = await atWork(({ method }) => {
      if (method === "POST") throw new Refused({ status: 409, code: "not_yours" });
      return snapshot(row({ id: "c_3", seq: 9, agent: MARCO }), []);
    });
    await commands.act("c_3", { act: "pick" });
    await settled();
    expect(commands.desk.get().told).toMatchObject([{ key: "told.taken_by", values: { name: "Marco Alves" } }]);
  });

  it("goes on ringing when the server could not be reached", async () => {
    const { commands, took } = await ringing(() => Promise.reject(new Unreachable()));
    expect(took).toBe(false);
    expect(commands.desk.get().offers).toHaveLength(1);
    expect(commands.desk.get().told).toMatchObject([{ key: "told.unreachable" }]);
  });
});

describe("an answer that waits for approval", () => {
  it("goes out as it is, or with the words that somebody gave it", async () => {
    const { commands, asked } = await atWork(() => ({ seq: 5, epoch: 2 }));
    expect(await commands.settle("c_1", 3, { how: "approve" })).toBe("done");
    expect(await commands.settle("c_1", 3, { how: "approve", text: "Mine" })).toBe("done");
    const posts = asked.filter((one) => one.method === "POST");
    expect(posts.map((one) => one.path)).toEqual(["/conversations/c_1/drafts/3/approve", "/conversations/c_1/drafts/3/approve"]);
    expect(posts.map((one) => one.body["text"])).toEqual([undefined, "Mine"]);
  });

  it("that somebody settled first is told plainly, and read anew", async () => {
    const { commands, asked } = await atWork(({ method }) => {
      if (method === "POST") throw new Refused({ status: 409, code: "draft_gone" });
      return snapshot(row({ seq: 6 }), []);
    });
    expect(await commands.settle("c_1", 1, { how: "reject" })).toBe("gone");
    await settled();
    expect(commands.desk.get().told).toMatchObject([{ tone: "info", key: "told.draft_gone", values: { customer: "Wren Fielding" } }]);
    expect(asked.at(-1)).toMatchObject({ method: "GET", path: "/conversations/c_1" });
  });

  it("is found even when another list is shown", async () => {
    const { commands, asked } = await atWork(({ path }) => ({ items: path.includes("view=approvals") ? [row({ id: "c_9" })] : [], counts: { approvals: 1 }, next: null }));
    await commands.list("mine");
    expect(asked.map((one) => one.path)).toContain("/conversations?view=approvals&limit=50");
    expect(commands.desk.get().items["c_9"]).toBeDefined();
  });
});

describe("coming back", () => {
  it("asks by number for what is missing in between, page by page", async () => {
    const pages: Record<string, unknown> = {
      "2": { events: [happened(3, said("customer", "three"))], next: 3 },
      "3": { events: [happened(4, said("customer", "four"))], next: null },
    };
    const { commands, wire } = await atWork(({ path }) => {
      const after = /events\?after=(\d+)/u.exec(path)?.[1];
      return after === undefined ? snapshot(row({ seq: 2 }), [happened(1, said("customer", "one")), happened(2, said("customer", "two"))]) : pages[after];
    });
    commands.looking("c_1");
    await commands.open("c_1");
    wire().frame(event(happened(5, said("customer", "five")), row({ seq: 5 })));
    await settled();
    expect(commands.desk.get().threads["c_1"]?.events.map((one) => one.event.text)).toEqual(["one", "two", "three", "four", "five"]);
    expect(commands.desk.get().threads["c_1"]).toMatchObject({ gap: false, upTo: 5 });
  });

  it("carries the cursor of the last thing it saw", async () => {
    const { wire } = await atWork(() => null);
    expect(wire().after()).toBe("4");
  });

  it("of a session that has ended leads to the door", async () => {
    const { commands, wire } = await atWork(() => null);
    wire().signedOut();
    expect(commands.desk.get()).toMatchObject({ me: null, ended: true });
  });
});
