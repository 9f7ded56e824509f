/** The frame's end of the line to the loader. Without a host page (opened by itself) it keeps things in its own storage. */

import { type Opening, type ToFrame, type ToLoader, received } from "./messages.ts";

export interface Host {
  post(message: ToLoader): void;
  keep(value: string | null): void;
  /** Resolves with what the loader kept for us. */
  readonly opening: Promise<Opening>;
  onMessage(listener: (message: ToFrame) => void): void;
}

export function hostOf(origin: string | null, place: string): Host {
  return window.parent !== window && origin ? loaderHost(origin) : ownHost(place);
}

function loaderHost(origin: string): Host {
  const listeners: ((message: ToFrame) => void)[] = [];
  const early: ToFrame[] = [];
  let arrived: (opening: Opening) => void;
  const opening = new Promise<Opening>((resolve) => (arrived = resolve));
  addEventListener("message", (event) => {
    const message = received<ToFrame>(event, window.parent, origin);
    if (!message) return;
    if (message.type === "init") arrived(message);
    if (listeners.length === 0) early.push(message);
    for (const listener of listeners) listener(message);
  });
  const post = (message: ToLoader) => window.parent.postMessage({ segue: 1, ...message }, origin);
  post({ type: "ready" });
  return {
    post,
    keep: (value) => post({ type: "keep", value }),
    opening,
    onMessage: (listener) => {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
  };
}

function ownHost(place: string): Host {
  const guarded = <T>(task: () => T): T | null => {
    try {
      return task();
    } catch {
      return null;
    }
  };
  return {
    post: () => undefined,
    keep: (value) => void guarded(() => (value === null ? localStorage.removeItem(place) : localStorage.setItem(place, value))),
    opening: Promise.resolve({ kept: guarded(() => localStorage.getItem(place)), full: true, brand: null, accent: null }),
    onMessage: (listener) => listener({ type: "opened" }),
  };
}
