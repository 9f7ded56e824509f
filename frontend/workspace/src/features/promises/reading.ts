/** Promises as they are read: the one that is late longest first, then by when they are due. */

import type { CallOutcome, DueState, PromiseShown } from "../../api/line.ts";

export const SECTIONS: readonly DueState[] = ["broken", "soon", "ok"];

export function stateAt(one: PromiseShown, nowMs: number): DueState {
  return Date.parse(one.due_at) <= nowMs ? "broken" : one.state;
}

export function byDue(items: readonly PromiseShown[]): PromiseShown[] {
  return [...items].sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at) || (one.conversation < other.conversation ? -1 : 1));
}

export function nameOf(one: PromiseShown): { name: string | null; initials: string } {
  if (one.customer === null) return { name: null, initials: "" };
  if (typeof one.customer === "string") return { name: one.customer, initials: one.customer.slice(0, 1) };
  return one.customer;
}

/** After these somebody tries again; a wrong number is asked for anew, and who was reached was reached. */
export const TRIES_AGAIN: ReadonlySet<CallOutcome> = new Set(["no_answer", "busy", "voicemail"]);

export type Again = "half_hour" | "two_hours" | "tomorrow";
export const AGAINS: readonly Again[] = ["half_hour", "two_hours", "tomorrow"];

/** When each choice is, in the agent's own zone. */
export function againAt(choice: Again, from: Date): Date {
  const at = new Date(from);
  if (choice === "half_hour") at.setMinutes(at.getMinutes() + 30, 0, 0);
  else if (choice === "two_hours") at.setHours(at.getHours() + 2, at.getMinutes(), 0, 0);
  else {
    at.setDate(at.getDate() + 1);
    at.setHours(9, 0, 0, 0);
  }
  return at;
}

/** For a `tel:` link: digits, and the plus at the start. */
export const dialled = (phone: string): string => phone.replaceAll(/[^\d+]/gu, "");
