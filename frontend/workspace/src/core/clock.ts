/**
 * One clock for every timer on the screen, so that they tick together, once a second, and follow the
 * server's time: an office computer that is four minutes wrong must not show a wait four minutes wrong.
 */

import { observable } from "./observable.ts";

let skewMs = 0;

/** Called with the `Date` header of any answer. Small differences are the network's, not the clock's. */
export function learnServerTime(header: string | null): void {
  if (header === null) return;
  const difference = Date.parse(header) - Date.now();
  if (!Number.isNaN(difference)) skewMs = Math.abs(difference) > 3000 ? difference : 0;
}

export function now(): number {
  return Date.now() + skewMs;
}

export const tick = observable(now());

/** Starts the ticking; stops while nobody looks. Returns how to end it. */
export function startTicking(): () => void {
  const beat = (): void => {
    if (!document.hidden) tick.set(now());
  };
  const timer = setInterval(beat, 1000);
  document.addEventListener("visibilitychange", beat);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", beat);
  };
}
