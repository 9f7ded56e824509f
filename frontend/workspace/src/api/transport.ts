/**
 * The two roads to the server, as an interface: requests for everything that must be kept, a socket for
 * everything that should be known at once. The workspace never sees `fetch` or `WebSocket`; the mock
 * that serves review without a server is another pair of roads.
 */

import type { ClientFrame, Cursor, Problem, ServerFrame } from "./types.ts";

/** The server said no, with a stable code and a sentence. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = "Refused";
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  /** A second try may well work: the server is busy, starting, or cannot reach its database. */
  get passing(): boolean {
    return this.problem.status >= 500 || this.problem.status === 429;
  }
}

/** The server could not be reached at all; nothing is known about what became of the request. */
export class Unreachable extends Error {
  constructor() {
    super("unreachable");
    this.name = "Unreachable";
  }
}

export interface Wire {
  send(frame: ClientFrame): boolean;
  /** Try now: the agent pressed the button, the network came back, the page became visible. */
  nudge(): void;
  lost(): void;
  stop(): void;
}

export interface WireEvents {
  /** Asked before every attempt, so that a return carries the newest cursor. */
  after(): Cursor | null;
  frame(frame: ServerFrame): void;
  link(status: "connecting" | "online" | "offline", retryAt: number | null): void;
  /** The session ended or was never there. */
  signedOut(): void;
}

export interface Transport {
  request<T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** Files as a form; `progress` hears the share that is on its way, 0 to 1. */
  upload<T>(path: string, files: readonly File[], progress: (share: number) => void): Promise<T>;
  connect(events: WireEvents): Wire;
}
