import { beforeEach, describe, expect, it } from "vitest";
import { Connection, type ConnectionOptions, backoff } from "../src/connection.ts";
import { HandClock, HandSocket, settle } from "./fakes.ts";

interface Frame {
  type: string;
  [more: string]: unknown;
}

let clock: HandClock;
let sockets: HandSocket[];
let heard: Frame[];
let statuses: string[];

beforeEach(() => {
  clock = new HandClock();
  sockets = [];
  heard = [];
  statuses = [];
});

function connection(more: Partial<ConnectionOptions<Frame>> = {}): Connection<Frame, Frame> {
  return new Connection<Frame, Frame>({
    url: () => `/socket?after=${heard.length}`,
    open: (url) => {
      const socket = new HandSocket(url);
      sockets.push(socket);
      return socket;
    },
    onFrame: (frame) => heard.push(frame),
    onStatus: (status) => statuses.push(status),
    clock,
    random: () => 1,
    ...more,
  });
}

async function online(more: Partial<ConnectionOptions<Frame>> = {}): Promise<Connection<Frame, Frame>> {
  const made = connection(more);
  made.start();
  await settle();
  last().opens();
  return made;
}

const last = () => sockets.at(-1) as HandSocket;

describe("a connection", () => {
  it("hands over frames and hides the pongs", async () => {
    await online();
    last().says({ type: "hello" });
    last().says({ type: "pong" });
    expect(heard).toEqual([{ type: "hello" }]);
  });

  it("shrugs off what is not a frame", async () => {
    await online();
    for (const nonsense of ["", "{", "null", "3", "[]", '{"type":7}']) last().says(nonsense);
    expect(heard).toEqual([]);
    expect(statuses).toEqual(["connecting", "online"]);
  });

  it("comes back after a drop and asks for what it missed", async () => {
    await online();
    last().says({ type: "event" });
    last().drops();
    expect(statuses.at(-1)).toBe("waiting");
    clock.pass(500);
    await settle();
    expect(sockets).toHaveLength(2);
    expect(last().url).toBe("/socket?after=1");
  });

  it("waits longer after every failure, never more than thirty seconds", () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => backoff(attempt, () => 1));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(6, () => 0)).toBe(0);
  });

  it("does not hammer a server that takes it and drops it at once", async () => {
    await online();
    for (const wait of [500, 1000, 2000]) {
      last().drops();
      clock.pass(wait - 1);
      await settle();
      const before = sockets.length;
      clock.pass(1);
      await settle();
      expect(sockets.length).toBe(before + 1);
      last().opens();
    }
  });

  it("starts with short waits again once a connection was good", async () => {
    await online();
    last().drops();
    clock.pass(500);
    await settle();
    last().opens();
    clock.pass(6_000);
    last().drops();
    clock.pass(500);
    await settle();
    expect(sockets).toHaveLength(3);
  });

  it("sends a heartbeat when nothing was heard and gives up on silence", async () => {
    await online();
    clock.pass(20_000);
    expect(last().sent).toEqual(['{"type":"ping"}']);
    clock.pass(10_000);
    expect(statuses.at(-1)).toBe("waiting");
    expect(sockets[0]?.closed).toBe(true);
  });

  it("takes any frame as a sign of life", async () => {
    await online();
    clock.pass(20_000);
    last().says({ type: "pong" });
    clock.pass(15_000);
    expect(statuses.at(-1)).toBe("online");
  });

  it("trusts no socket after the machine slept", async () => {
    await online();
    clock.sleep(3_600_000);
    await settle();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closed).toBe(true);
  });

  it("tries at once when the network is back", async () => {
    const made = await online();
    last().drops();
    made.nudge();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it("checks the socket within three seconds when the page is looked at again", async () => {
    const made = await online();
    made.nudge();
    expect(last().sent).toEqual(['{"type":"ping"}']);
    clock.pass(3_000);
    expect(statuses.at(-1)).toBe("waiting");
  });

  it("sends nothing while it is not online", async () => {
    const made = connection();
    made.start();
    await settle();
    expect(made.send({ type: "typing" })).toBe(false);
    last().opens();
    expect(made.send({ type: "typing" })).toBe(true);
  });

  it("stops when the session is over", async () => {
    await online({ onClose: (code) => (code === 4401 ? "stop" : "again") });
    last().drops(4401);
    clock.pass(60_000);
    await settle();
    expect(statuses.at(-1)).toBe("stopped");
    expect(sockets).toHaveLength(1);
  });

  it("does not listen to a socket that it let go", async () => {
    const made = await online();
    const old = last();
    const listener = old.onmessage;
    made.stop();
    listener?.({ data: '{"type":"event"}' } as never);
    clock.pass(120_000);
    expect(heard).toEqual([]);
    expect(sockets).toHaveLength(1);
  });

  it("gives up on a handshake that never ends", async () => {
    const made = connection();
    made.start();
    await settle();
    clock.pass(10_000);
    expect(statuses.at(-1)).toBe("waiting");
  });

  it("counts an address that cannot be had as a failed attempt", async () => {
    let tries = 0;
    const made = connection({
      url: () => {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error("no session")) : "/socket";
      },
    });
    made.start();
    await settle();
    expect(statuses.at(-1)).toBe("waiting");
    clock.pass(500);
    await settle();
    expect(sockets).toHaveLength(1);
  });
});
