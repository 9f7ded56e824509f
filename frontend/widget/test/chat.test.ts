import { beforeEach, describe, expect, it } from "vitest";
import { HandClock, HandSocket, settle } from "../../core/test/fakes.ts";
import type { Session } from "@segue/core/frames";
import { customerSays, event, hello, view } from "../../core/test/journeys.ts";
import { Chat } from "../src/chat.ts";
import { type Ends, SessionRefused, type SessionWish, isStarted, panelState } from "../src/now.ts";
import type { ToFrame, ToLoader } from "../src/messages.ts";
import { languageOf, loadLaterWords, loadWords, withLater } from "../src/words.ts";

const BRANDING = { brand: "Fernhill", accent: "#1F4D3A", email: null, phone: null, suggestions: [], greeting: "Hi." };

let clock: HandClock;
let sockets: HandSocket[];
let wishes: SessionWish[];
let posted: ToLoader[];
let kept: string | null;
let tell: (message: ToFrame) => void;
let refuse: Error | null;
let conversation: string;
let identity: Session["identity"];

beforeEach(() => {
  clock = new HandClock();
  sockets = [];
  wishes = [];
  posted = [];
  kept = null;
  refuse = null;
  conversation = "c_1";
  identity = null;
});

async function opened(keptBefore: string | null = null): Promise<Chat> {
  let ids = 0;
  const listeners: ((message: ToFrame) => void)[] = [];
  tell = (message) => listeners.forEach((listener) => listener(message));
  const ends: Ends = {
    startSession: (wish) => {
      wishes.push(wish);
      return refuse ? Promise.reject(refuse) : Promise.resolve({ session: "s1", conversation, locale: "en", branding: BRANDING, identity: identity ?? null });
    },
    open: (session, after) => {
      const socket = new HandSocket(`${session}?after=${after}`);
      sockets.push(socket);
      return socket;
    },
    loadWords,
    languageOf,
    host: {
      post: (message) => void posted.push(message),
      keep: (value) => void (kept = value),
      opening: Promise.resolve({ kept: keptBefore, full: false, brand: null, accent: null }),
      onMessage: (listener) => void listeners.push(listener),
    },
    clock,
    random: () => 1,
    newId: () => `id-${Math.floor(clock.now())}-${(ids += 1)}`,
  };
  const words = withLater(await loadWords("en"), await loadLaterWords("en"));
  const chat = new Chat(ends, words, { locale: "en", theme: "light", branding: { brand: "Fernhill" } });
  await settle();
  tell({ type: "opened" });
  await settle();
  return chat;
}

async function connected(keptBefore: string | null = null): Promise<Chat> {
  const chat = await opened(keptBefore);
  last().opens();
  last().says(hello());
  return chat;
}

const last = () => sockets.at(-1) as HandSocket;
const sent = () => last().sent.map((text) => JSON.parse(text) as { type: string; client_id?: string; text?: string });
const said = () => sent().filter((frame) => frame.type === "say");

describe("a customer's chat", () => {
  it("asks for nothing before the panel is opened", async () => {
    await opened();
    expect(wishes).toHaveLength(1);
    tell({ type: "closed" });
    expect(sockets).toHaveLength(1);
  });

  it("shows what was written at once, and what the server made of it", async () => {
    const chat = await connected();
    chat.say("  Hello  ");
    expect(chat.now.chat.outbox).toMatchObject([{ text: "Hello", status: "pending" }]);
    const id = said()[0]?.client_id ?? "";
    last().says({ type: "accepted", client_id: id, seq: 1 });
    last().says(customerSays(1, "Hello", id));
    expect(chat.now.chat.outbox).toEqual([]);
    expect(chat.now.chat.lines).toHaveLength(1);
  });

  it("keeps what was written while there is no network, and sends it once, in order, when there is one", async () => {
    const chat = await connected();
    chat.deviceIs(false);
    expect(chat.now.link).toBe("offline");
    chat.say("one");
    chat.say("two");
    chat.deviceIs(true);
    await settle();
    last().opens();
    last().says(hello());
    expect(said().map((frame) => frame.text)).toEqual(["one", "two"]);
    expect(chat.now.link).toBe("back");
  });

  it("keeps session, draft and unsent words over a reload", async () => {
    const chat = await connected();
    chat.deviceIs(false);
    chat.say("unsent");
    chat.write("half a sen");
    clock.pass(500);
    const again = await opened(kept);
    expect(again.now.draft).toBe("half a sen");
    expect(wishes.at(-1)?.resume).toBe("s1");
    last().opens();
    last().says(hello());
    expect(said().map((frame) => frame.text)).toEqual(["unsent"]);
  });

  it("resumes after the newest line that it knows", async () => {
    const chat = await connected();
    last().says(customerSays(7, "x"));
    last().drops();
    clock.pass(500);
    await settle();
    expect(last().url).toBe("s1?after=7");
    expect(wishes).toHaveLength(1);
    expect(chat.now.phase).toBe("ready");
  });

  it("begins anew when the session is over, with the old one as a hint", async () => {
    await connected();
    last().drops(4401);
    clock.pass(500);
    await settle();
    expect(wishes).toHaveLength(2);
    expect(wishes[1]?.resume).toBe("s1");
  });

  it("says nothing about a short break and says it when it lasts", async () => {
    const chat = await connected();
    last().drops();
    clock.pass(400);
    expect(chat.now.link).toBe("up");
    clock.pass(100);
    await settle();
    last().drops();
    clock.pass(3_000);
    expect(chat.now.link).toBe("down");
  });

  it("is broken when nothing works from the beginning, and tries on by itself", async () => {
    const chat = await opened();
    last().drops();
    clock.pass(500);
    await settle();
    last().drops();
    expect(panelState(chat.now)).toBe("error");
    clock.pass(2_000);
    await settle();
    last().opens();
    last().says(hello());
    expect(chat.now.phase).toBe("ready");
  });

  it("is broken when the server does not know this page", async () => {
    refuse = new SessionRefused("404");
    const chat = await opened();
    expect(panelState(chat.now)).toBe("error");
  });

  it("asks for a person once, even when there is no network yet", async () => {
    const chat = await connected();
    chat.deviceIs(false);
    chat.askPerson();
    chat.deviceIs(true);
    await settle();
    last().opens();
    last().says(hello());
    expect(sent().filter((frame) => frame.type === "ask_person")).toHaveLength(1);
  });

  it("tries a line again by itself when the server says not now", async () => {
    const chat = await connected();
    chat.say("Hello");
    const id = said()[0]?.client_id;
    last().says({ type: "refused", client_id: id, code: "unavailable", message: "Later.", retry_after_s: 2 });
    expect(chat.now.alert).toBeNull();
    clock.pass(2_000);
    expect(said()).toHaveLength(2);
    expect(said()[1]?.client_id).toBe(id);
  });

  it("says why a line was refused and lets one try again", async () => {
    const chat = await connected();
    chat.say("Hello");
    const id = said()[0]?.client_id ?? "";
    last().says({ type: "refused", client_id: id, code: "empty", message: "There is nothing in it." });
    expect(chat.now.alert).toBe("There is nothing in it.");
    chat.retry(id);
    expect(said()).toHaveLength(2);
  });

  it("says who is signed in, and begins anew as nobody's when they sign out", async () => {
    const chat = await connected();
    last().says(customerSays(1, "hello"));
    tell({ type: "identify", token: "signed" });
    await settle();
    expect(wishes.at(-1)).toMatchObject({ identity: "signed", resume: "s1" });
    conversation = "c_2";
    tell({ type: "identify", token: "" });
    await settle();
    expect(wishes.at(-1)).toMatchObject({ identity: null, resume: null });
    expect(last().url).toContain("after=0");
    expect(chat.now.chat.lines).toEqual([]);
  });

  it("tells the page why a token will not do, and goes on", async () => {
    identity = { verified: false, code: "identity_expired", message: "The token is over." };
    const chat = await connected();
    expect(posted).toContainEqual({ type: "happened", name: "error", detail: identity });
    expect(chat.now.phase).toBe("ready");
  });

  it("lets and stops what the assistant wants to do, and gives a code", async () => {
    const chat = await connected();
    chat.act({ type: "allow_action", n: 2 });
    chat.act({ type: "stop_action", n: 3 });
    chat.act({ type: "give_code", code: "123456" });
    expect(sent()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "allow_action", n: 2 }),
        expect.objectContaining({ type: "stop_action", n: 3 }),
        expect.objectContaining({ type: "give_code", code: "123456" }),
      ]),
    );
  });

  it("hides the card when one writes on, and shows it again when the state changes", async () => {
    const chat = await connected();
    last().says({ type: "state", state: { ...view, key: "in_line", owner: "line", place: 2 } });
    expect(chat.now.details).toBe(true);
    chat.say("While I wait");
    expect(chat.now.details).toBe(false);
    last().says({ type: "state", state: { ...view, key: "in_line_next", owner: "line", place: 1 } });
    expect(chat.now.details).toBe(false);
    last().says({ type: "state", state: { ...view, key: "in_line_longer", owner: "line", place: 1 } });
    expect(chat.now.details).toBe(true);
  });

  it("counts what arrives while the panel is closed, and forgets it when it is opened", async () => {
    await connected();
    tell({ type: "closed" });
    last().says(event(1, { kind: "message", author: "agent", delivery: "sent", name: "Sara", text: "Hi" }));
    expect(posted).toContainEqual({ type: "unread", count: 1, label: "New messages: 1" });
    tell({ type: "opened" });
    expect(posted.at(-1)).toEqual({ type: "unread", count: 0, label: "" });
  });

  it("tells the loader to listen on the next page while a person may answer", async () => {
    await connected();
    last().says({ type: "state", state: { ...view, key: "joined", owner: "person", speaks: "person" } });
    expect(kept).toContain('"live":true');
  });

  it("reads nothing from storage that somebody else wrote", async () => {
    for (const strange of ["{", "[]", "7", '{"session":7,"draft":[],"outbox":"x","branding":null}']) {
      const chat = await connected(strange);
      expect(chat.now.draft).toBe("");
      expect(wishes.at(-1)?.resume).toBeNull();
      expect(isStarted(chat.now)).toBe(false);
    }
  });

  it("sends nothing empty and nothing longer than the server takes", async () => {
    const chat = await connected();
    chat.say("   ");
    chat.say("x".repeat(9_000));
    expect(said()).toEqual([]);
  });
});
