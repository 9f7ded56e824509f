/** Hours as they are edited: calendars side by side, and where a fault of the server's belongs. */

import type { Calendar, Hours, Span } from "../../api/line.ts";
import type { Problem } from "../../api/types.ts";

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export const calendarsOf = (hours: Hours): Calendar[] => {
  const { more, ...main } = hours;
  return [main, ...more];
};

export function hoursOf(calendars: readonly Calendar[]): Hours {
  const [main, ...more] = calendars;
  return { ...(main ?? EMPTY), more: (main?.week.length ?? 0) === 0 ? [] : more };
}

export const EMPTY: Calendar = { zone: "UTC", week: [], closed_on: [], days: [] };
export const OFFICE: Span[][] = DAYS.map((day) => (day < 5 ? [["09:00", "17:00"]] : []));

/** What was typed as the server writes it: `9` and `9:00` are `09:00`. */
export function timeOf(typed: string): string {
  const read = /^\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(\+1)?\s*$/u.exec(typed);
  if (read === null) return typed.trim();
  return `${(read[1] ?? "").padStart(2, "0")}:${read[2] ?? "00"}${read[3] ?? ""}`;
}

/** Minutes since midnight; null when it is no time. */
export function minutesOf(time: string): number | null {
  const read = /^(\d{2}):(\d{2})(\+1)?$/u.exec(time);
  if (read === null) return null;
  const minutes = Number(read[1]) * 60 + Number(read[2]);
  return Number(read[2]) > 59 || minutes > 1440 ? null : minutes + (read[3] === undefined ? 0 : 1440);
}

/** Parts of a day from 0 to 1 that are open; a night's rest belongs to the next day. */
export function barOf(spans: readonly Span[], before: readonly Span[]): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (const [begins, ends] of before) {
    const [from, to] = [minutesOf(begins), minutesOf(ends)];
    if (from !== null && to !== null && to > 1440) parts.push({ from: 0, to: (to - 1440) / 1440 });
  }
  for (const [begins, ends] of spans) {
    const [from, to] = [minutesOf(begins), minutesOf(ends)];
    if (from !== null && to !== null && to > from) parts.push({ from: from / 1440, to: Math.min(1, to / 1440) });
  }
  return parts;
}

export type Part = "week" | "zone" | "closed_on" | "days" | "rest";

export interface Fault {
  calendar: number;
  part: Part;
  /** The day of the week, or the row of a list; -1 for the part as a whole. */
  at: number;
  message: string;
}

/** `more[0] · week · Monday` is the Monday of the second calendar. */
export function faultOf(error: NonNullable<Problem["errors"]>[number]): Fault {
  const where = error.where ?? error.field ?? "";
  const more = /more\[(\d+)\]/u.exec(where);
  const calendar = more === null ? 0 : Number(more[1]) + 1;
  const message = error.message ?? "";
  const day = NAMES.findIndex((name) => where.includes(name));
  if (day !== -1) return { calendar, part: "week", at: day, message };
  const row = /(closed_on|days)\[(\d+)\]/u.exec(where);
  if (row !== null) return { calendar, part: row[1] as Part, at: Number(row[2]), message };
  if (/zone/u.test(where)) return { calendar, part: "zone", at: -1, message };
  return { calendar, part: /week/u.test(where) ? "week" : "rest", at: -1, message };
}

/** Every zone that this browser knows by name. */
export function zones(): string[] {
  const known = Intl as { supportedValuesOf?: (key: "timeZone") => string[] };
  return known.supportedValuesOf?.("timeZone") ?? [];
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
