/**
 * What an agent's screen knows. One value, replaced as a whole by `fold`, never written to from outside.
 *
 * The server's frames and the few things that happen only here (a list came back, something was typed
 * and is on its way) are all frames; a screen is the fold of its frames.
 */

import type {
  AEvent,
  Agent,
  AgentRef,
  Brief,
  Colleague,
  Cursor,
  HeadsUp,
  Id,
  Item,
  Offer,
  Snapshot,
  TeamLine,
  ViewName,
} from "../api/types.ts";
import type { Floor } from "../api/floor.ts";
import type { Mode } from "../core/drafts.ts";

export interface Thread {
  /** Ordered by `seq`, without repeats. */
  events: readonly AEvent[];
  /** Everything up to here has been seen; a frame further on means something is missing in between. */
  upTo: number;
  gap: boolean;
  /** Whether the first event is the first there ever was. */
  complete: boolean;
  brief: Brief | null;
  earlier: NonNullable<Snapshot["earlier"]>;
}

/** Something said here that the server has not confirmed yet. */
export interface Echo {
  clientId: string;
  conversation: Id;
  mode: Mode;
  text: string;
  at: string;
  epoch: number;
  state: "pending" | "failed" | "kept";
  /** Why it failed: the server's code and its sentence. */
  code?: string;
  message?: string;
}

/** Something the agent must be told plainly, once. */
export interface Told {
  id: string;
  tone: "info" | "ok" | "bad";
  /** A key of the words, or the server's own sentence when `text` is given. */
  key: string;
  values?: Readonly<Record<string, string>>;
  text?: string;
  /** A conversation that it is about, to go to. */
  open?: Id;
}

export interface Link {
  status: "connecting" | "online" | "offline";
  /** Since when, in milliseconds; the banner waits three seconds before it says so. */
  since: number;
  /** When the next try is due. */
  retryAt: number | null;
}

export interface TypingMark {
  who: string;
  name: string | null;
  at: number;
}

export interface Desk {
  me: Agent | null;
  /** The session was ended by the server, not by leaving: the door says so. */
  ended: boolean;
  cursor: Cursor | null;
  link: Link;
  items: Readonly<Record<Id, Item>>;
  pages: Readonly<Partial<Record<ViewName, { next: string | null }>>>;
  counts: Readonly<Partial<Record<ViewName, number>>>;
  threads: Readonly<Record<Id, Thread>>;
  offers: readonly Offer[];
  /** Who may soon need this agent. Quiet, and nobody's until a person is called. */
  headsUps: readonly HeadsUp[];
  told: readonly Told[];
  line: readonly TeamLine[];
  /** The live floor as it was last told; only while somebody looks at it is it kept new. */
  floor: Floor | null;
  people: Readonly<Record<Id, Colleague>>;
  typing: Readonly<Record<Id, TypingMark>>;
  viewing: Readonly<Record<Id, readonly AgentRef[]>>;
  /** How far the customer has read, where the channel tells. */
  readTo: Readonly<Record<Id, number>>;
  outbox: readonly Echo[];
  /** What rules are called, as far as it was heard: events name them by their ids. */
  ruleNames: Readonly<Record<string, string>>;
}

export const EMPTY_DESK: Desk = {
  me: null,
  ended: false,
  cursor: null,
  link: { status: "connecting", since: 0, retryAt: null },
  items: {},
  pages: {},
  counts: {},
  threads: {},
  offers: [],
  headsUps: [],
  told: [],
  line: [],
  floor: null,
  people: {},
  typing: {},
  viewing: {},
  readTo: {},
  outbox: [],
  ruleNames: {},
};
