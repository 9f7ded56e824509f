/** Times for a call: what the server offers now, gathered by the reader's days. */

import { numeric } from "../../words.ts";
import type { Language } from "../../words.ts";

export interface Slots {
  /** Somebody could call about now: a place in the same line. */
  now_ish: boolean;
  items: { at: string; left: number }[];
}

export interface Day {
  /** Midnight in the reader's zone, as a name. */
  key: string;
  times: number[];
}

/** What is offered in this session; null when the server cannot say. */
export async function slotsOf(session: string | null): Promise<Slots | null> {
  if (!session) return null;
  try {
    const answer = await fetch(`/api/v1/widget/slots?${new URLSearchParams({ session })}`, { credentials: "omit" });
    return answer.ok ? ((await answer.json()) as Slots) : null;
  } catch {
    return null;
  }
}

/** By day, earliest first. The server knows what time it is; the reader's clock may be wrong, and is not asked. */
export function days(slots: Slots | null): Day[] {
  const free = (slots?.items ?? []).filter(({ left }) => left > 0).map(({ at }) => Date.parse(at));
  const found = new Map<string, number[]>();
  for (const time of free.sort((a, b) => a - b)) {
    const key = new Date(time).toDateString();
    found.set(key, [...(found.get(key) ?? []), time]);
  }
  return [...found].map(([key, times]) => ({ key, times }));
}

/** Today, tomorrow, "Thu 26". */
export function dayName(key: string, now: number, language: Language, words: { today: string; tomorrow: string }): string {
  const at = new Date(key);
  if (key === new Date(now).toDateString()) return words.today;
  const next = new Date(now);
  next.setDate(next.getDate() + 1);
  if (key === next.toDateString()) return words.tomorrow;
  return new Intl.DateTimeFormat(numeric(language), { weekday: "short", day: "numeric" }).format(at);
}
