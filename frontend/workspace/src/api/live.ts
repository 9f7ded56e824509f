/** The real server: same-origin requests with the session cookie, and the mending socket of `@segue/core`. */

import { browserClock, Connection, type Clock } from "@segue/core";
import { learnServerTime, now } from "../core/clock.ts";
import { Refused, type Transport, Unreachable, type Wire, type WireEvents } from "./transport.ts";
import type { ClientFrame, Problem, ServerFrame } from "./types.ts";

const BASE = "/api/v1";
const PATIENCE_MS = 15_000;
/** Close codes by which the server says that trying again with this session is of no use. */
const SESSION_OVER: ReadonlySet<number> = new Set([4401, 4403, 1008]);

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Unreachable();
  }
  learnServerTime(response.headers.get("date"));
  const text = await response.text().catch(() => "");
  const answer = parsed(text);
  if (response.ok) return answer as T;
  throw new Refused(problemOf({ status: response.status, wait: response.headers.get("retry-after") }, answer));
}

/** The one request that `fetch` cannot do: it does not say how much of a body is on its way. */
function upload<T>(path: string, files: readonly File[], progress: (share: number) => void): Promise<T> {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return new Promise((kept, lost) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", BASE + path);
    asked.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    asked.addEventListener("error", () => lost(new Unreachable()));
    asked.addEventListener("load", () => {
      const answer = parsed(asked.responseText);
      if (asked.status < 300) kept(answer as T);
      else lost(new Refused(problemOf({ status: asked.status, wait: asked.getResponseHeader("retry-after") }, answer)));
    });
    asked.send(form);
  });
}

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function problemOf(response: { status: number; wait: string | null }, answer: unknown): Problem {
  const told = (typeof answer === "object" && answer !== null ? answer : {}) as Partial<Problem>;
  const wait = Number(response.wait);
  return {
    ...told,
    status: response.status,
    code: told.code ?? `http_${response.status}`,
    ...(Number.isFinite(wait) && wait > 0 ? { retry_after_s: wait } : {}),
  };
}

function socketUrl(events: WireEvents): string {
  const url = new URL(`${BASE}/agent/socket`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const after = events.after();
  if (after !== null) url.searchParams.set("after", String(after));
  return url.href;
}

function connect(events: WireEvents): Wire {
  let waiting = false;
  // The connection keeps its next try to itself; the banner wants to count down to it.
  const clock: Clock = {
    now: browserClock.now,
    after(ms, task) {
      if (waiting) events.link("offline", now() + ms);
      return browserClock.after(ms, task);
    },
  };
  const connection = new Connection<ServerFrame, ClientFrame>({
    url: () => socketUrl(events),
    open: (url) => new WebSocket(url),
    clock,
    onFrame: (frame) => events.frame(frame),
    onStatus(status) {
      waiting = status === "waiting";
      if (status === "online") events.link("online", null);
      else if (status === "connecting") events.link("connecting", null);
      else events.link("offline", null);
    },
    onClose(code) {
      if (!SESSION_OVER.has(code)) return "again";
      events.signedOut();
      return "stop";
    },
  });
  connection.start();
  return {
    send: (frame) => connection.send(frame),
    nudge: () => connection.nudge(),
    lost: () => connection.lost(),
    stop: () => connection.stop(),
  };
}

export const live: Transport = { request, upload, connect };
