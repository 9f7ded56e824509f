/** Which conversations a view holds, in which order, and what a person may do with one of them. */

import type { Agent, Id, Item, ViewName } from "../api/types.ts";
import type { Desk } from "./desk.ts";

export const VIEWS: readonly ViewName[] = ["mine", "waiting", "bot", "all", "snoozed", "approvals"];

export type Sort = "wait" | "due" | "priority" | "newest" | "oldest";
export const SORTS: readonly Sort[] = ["wait", "due", "priority", "newest", "oldest"];

export function asleep(item: Item, now: number): boolean {
  return item.snoozed_until !== null && Date.parse(item.snoozed_until) > now;
}

export function isMine(item: Item, me: Agent | null): boolean {
  // While it is only offered, the row names who is asked; it is theirs when they have taken it.
  return me !== null && item.stage === "with_agent" && item.agent?.id === me.id;
}

export function inView(item: Item, view: ViewName, me: Agent, now: number): boolean {
  switch (view) {
    case "mine":
      return isMine(item, me) && !asleep(item, now);
    case "snoozed":
      return isMine(item, me) && asleep(item, now);
    case "waiting":
      return (
        item.stage === "waiting" ||
        item.stage === "offered" ||
        item.stage === "deferred"
      );
    case "bot":
      return item.stage === "with_bot" || item.stage === "wrapping_up";
    case "approvals":
      return mayApprove(item, me) || mayAllow(item, me);
    case "all":
      return true;
  }
}

/** An answer of the assistant waits for a person's word. */
export function held(item: Item | null): boolean {
  return item?.stage === "with_bot" && item.draft !== null && item.draft !== undefined;
}

/** Whose word it waits for: its team's, or a lead's. */
export function mayApprove(item: Item | null, me: Agent): boolean {
  if (!held(item)) return false;
  const team = item?.draft?.team?.id;
  return me.role !== "agent" || team === undefined || me.teams.some((one) => one.id === team);
}

/** Something that is to be done in another system waits for a person's word. */
export function runHeld(item: Item | null): boolean {
  return item?.action?.state === "approval" && item.stage !== "closed";
}

/** Whose word it waits for: its team's, or a lead's. */
export function mayAllow(item: Item | null, me: Agent): boolean {
  if (item === null || !runHeld(item)) return false;
  if (me.role !== "agent") return true;
  return item.team === null || me.teams.some((one) => one.id === item.team?.id);
}

/** When what waits for a word is over, in milliseconds; endless when no clock runs. */
export function heldUntil(item: Item): number {
  const until = Date.parse((held(item) ? item.draft?.until : item.action?.until) ?? "");
  return Number.isNaN(until) ? Number.POSITIVE_INFINITY : until;
}

/** Answers and actions that this agent is asked about, the one with the least time left first. */
export function toCheck(desk: Desk): Item[] {
  const { me } = desk;
  if (me === null) return [];
  const until = (item: Item): number => Math.min(heldUntil(item), Number.MAX_SAFE_INTEGER);
  return Object.values(desk.items)
    .filter((item) => mayApprove(item, me) || mayAllow(item, me))
    .sort((one, other) => until(one) - until(other));
}

export function viewsOf(item: Item, me: Agent, now: number): ViewName[] {
  return VIEWS.filter((view) => inView(item, view, me, now));
}

/**
 * What the tabs say. Everything of one's own is here, so it is counted here; the rest is the server's
 * to count, for whom an answer promised for later is a line of its own.
 */
export function countsOf(desk: Desk, now: number): Partial<Record<ViewName, number>> {
  const { counts, me, pages } = desk;
  if (me === null || pages.mine === undefined) return counts;
  const items = Object.values(desk.items);
  const own = (view: ViewName): number => items.filter((item) => inView(item, view, me, now)).length;
  return { ...counts, mine: own("mine"), snoozed: own("snoozed"), approvals: own("approvals") };
}

export function rows(desk: Desk, view: ViewName, sort: Sort, search: string, now: number): Item[] {
  const { me } = desk;
  if (me === null) return [];
  return Object.values(desk.items)
    .filter((item) => inView(item, view, me, now) && found(item, search))
    .sort(ORDER[sort]);
}

function found(item: Item, search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return true;
  const { customer, preview, tags, team, agent } = item;
  const about = [customer.name, customer.email, preview?.text, team?.name, agent?.name, item.case, ...tags]
    .filter(Boolean)
    .join(" ")
    .toLocaleLowerCase();
  return words.every((word) => about.includes(word));
}

const PRIORITY = { urgent: 0, high: 1, normal: 2, low: 3 } as const;
const at = (time: string | null): number => (time === null ? Number.POSITIVE_INFINITY : Date.parse(time));
const newest = (one: Item, other: Item): number => at(other.last_at) - at(one.last_at);

/** Ties never swap: two rows that are equal for a sort stay in the order of their ids. */
const steady = (by: (one: Item, other: Item) => number) => (one: Item, other: Item) => {
  const difference = by(one, other);
  return Number.isNaN(difference) || difference === 0 ? (one.id < other.id ? -1 : 1) : difference;
};

const ORDER: Record<Sort, (one: Item, other: Item) => number> = {
  // Who has waited longest for us comes first; whoever we answered last comes last.
  wait: steady((one, other) => {
    const first = at(one.waiting_since);
    const second = at(other.waiting_since);
    if (first === second) return -newest(one, other);
    return first < second ? -1 : 1;
  }),
  due: steady((one, other) => (at(one.due_at) === at(other.due_at) ? newest(one, other) : at(one.due_at) < at(other.due_at) ? -1 : 1)),
  priority: steady((one, other) => PRIORITY[one.priority] - PRIORITY[other.priority] || newest(one, other)),
  newest: steady(newest),
  oldest: steady((one, other) => -newest(one, other)),
};

export type Deed =
  | "accept"
  | "say"
  | "note"
  | "whisper"
  | "call"
  | "transfer"
  | "return"
  | "snooze"
  | "close"
  | "pick"
  | "take_over"
  | "approve"
  | "allow"
  | "do"
  | "assign"
  | "verdict"
  | "tags";

const ALWAYS: readonly Deed[] = ["note", "tags", "verdict"];

/**
 * The agent's columns of the stage table (`docs/reference/stages.md`), so that buttons change in the
 * moment a conversation does. The server decides again and may still refuse.
 */
export function may(item: Item | null, me: Agent | null): ReadonlySet<Deed> {
  if (item === null || me === null) return new Set();
  const leads = me.role !== "agent";
  const mine = item.agent?.id === me.id;
  const deeds: Deed[] = [...ALWAYS];
  if (mayAllow(item, me)) deeds.push("allow");
  switch (item.stage) {
    case "with_bot":
      if (leads) deeds.push("take_over", "close");
      if (mayApprove(item, me)) deeds.push("approve");
      break;
    case "waiting":
    case "offered":
      deeds.push("pick");
      if (leads) deeds.push("take_over", "transfer", "assign", "close");
      break;
    case "with_agent":
      if (mine) deeds.push("say", "do", "transfer", "return", "snooze", "close");
      else if (leads) deeds.push("take_over", "assign", "whisper");
      if (mine && (item.due_kind === "callback" || Boolean(item.phone))) deeds.push("call");
      break;
    case "deferred":
      deeds.push("pick", "transfer", "close");
      break;
    case "wrapping_up":
      if (mine || leads) deeds.push("close");
      break;
    case "closed":
      deeds.push("pick");
      break;
  }
  return new Set(deeds);
}

/** The conversation after, or before, this one in the order the list shows. */
export function neighbour(ids: readonly Id[], current: Id | null, step: 1 | -1): Id | null {
  if (ids.length === 0) return null;
  const index = current === null ? -1 : ids.indexOf(current);
  if (index === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))] ?? null;
}
