/**
 * Honest timers. A timer says what it counts and in which direction ("waiting for you 1:42",
 * "you replied 3 m") and takes its tone from the promise it is measured against, never from a guess.
 */

import type { DueState } from "../api/line.ts";
import type { Iso, Item } from "../api/types.ts";

export type Tone = "calm" | "soon" | "late";

export interface Timer {
  /** `waiting` counts what the customer feels; `replied` counts since our last word. */
  direction: "waiting" | "replied" | "snoozed" | "answer_by";
  /** Milliseconds since the start, or the wall clock time for snoozes and promises. */
  ms: number;
  at: Iso;
  tone: Tone;
}

/** Without a promise from the server nothing is late before two minutes: a chat's usual target. */
const USUAL_TARGET_MS = 120_000;

export function toneOf(nowMs: number, sinceMs: number, dueMs: number | null): Tone {
  const due = dueMs !== null && dueMs > sinceMs ? dueMs : sinceMs + USUAL_TARGET_MS;
  if (nowMs >= due) return "late";
  return nowMs - sinceMs >= (due - sinceMs) / 2 ? "soon" : "calm";
}

export function timerOf(item: Item, nowMs: number): Timer | null {
  if (item.stage === "closed") return null;
  if (item.snoozed_until !== null && Date.parse(item.snoozed_until) > nowMs) {
    return { direction: "snoozed", ms: 0, at: item.snoozed_until, tone: "calm" };
  }
  if (item.stage === "deferred" && item.due_at !== null) {
    const due = Date.parse(item.due_at);
    const tone = nowMs >= due ? "late" : due - nowMs < 30 * 60_000 ? "soon" : "calm";
    return { direction: "answer_by", ms: due - nowMs, at: item.due_at, tone };
  }
  if (item.waiting_since !== null) {
    const since = Date.parse(item.waiting_since);
    const due = item.due_at === null ? null : Date.parse(item.due_at);
    return {
      direction: "waiting",
      ms: Math.max(0, nowMs - since),
      at: item.waiting_since,
      tone: worse(toneOf(nowMs, since, due), item.due_state ?? "ok"),
    };
  }
  if (item.replied_at !== null) {
    const since = Date.parse(item.replied_at);
    return { direction: "replied", ms: Math.max(0, nowMs - since), at: item.replied_at, tone: "calm" };
  }
  return null;
}

/** The clock of this screen and what the server counts in business hours: whoever warns is believed. */
function worse(tone: Tone, state: DueState): Tone {
  if (tone === "late" || state === "broken") return "late";
  return state === "soon" ? "soon" : tone;
}

/** `0:07`, `1:42`, then `1 h 05`, then `2 d`: exact while seconds matter, short when they do not. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 24) return `${hours} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} d`;
}

export type Ago = { unit: "now" } | { unit: "m" | "h" | "d"; n: number };

/** Minutes, hours or days: what "you replied" needs, where seconds would only flicker. */
export function ago(ms: number): Ago {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return { unit: "now" };
  if (minutes < 60) return { unit: "m", n: minutes };
  if (minutes < 24 * 60) return { unit: "h", n: Math.floor(minutes / 60) };
  return { unit: "d", n: Math.floor(minutes / (24 * 60)) };
}
