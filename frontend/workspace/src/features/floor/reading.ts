/** How the floor is read: who is most at risk, how far a wait has come, what a person can still take. */

import type { Floor, FloorPerson, FloorRow, Risk } from "../../api/floor.ts";

const RISKS: Readonly<Record<Risk, number>> = { over: 0, near: 1, ok: 2 };
/** From here on a wait comes close to what was promised. */
const NEAR = 0.6;

/** Frames come every second at most; in between the clock goes on, and so does the risk. */
export function riskAt(row: FloorRow, nowMs: number): Risk {
  const { promised_s: promised } = row;
  if (promised === null || promised <= 0) return row.risk;
  const share = waitedMs(row, nowMs) / (promised * 1000);
  if (share >= 1 || row.risk === "over") return "over";
  return share >= NEAR || row.risk === "near" ? "near" : "ok";
}

export const waitedMs = (row: FloorRow, nowMs: number): number => Math.max(0, nowMs - Date.parse(row.since));

/** Share of the promise that is used up; without a promise the longest wait goes first. */
function pressure(row: FloorRow, nowMs: number): number {
  const waited = waitedMs(row, nowMs) / 1000;
  return row.promised_s === null || row.promised_s <= 0 ? waited / 1e6 : waited / row.promised_s;
}

/** Most at risk first. Ties stay in the order of the line. */
export function atRisk(rows: readonly FloorRow[], nowMs: number): FloorRow[] {
  const keyed = rows.map((row, n) => ({ row, n, risk: RISKS[row.risk] ?? 2, pressure: pressure(row, nowMs) }));
  keyed.sort((one, other) => one.risk - other.risk || other.pressure - one.pressure || one.n - other.n);
  return keyed.map(({ row }) => row);
}

/** The new rows in the order that the reader is looking at: known ones stay, new ones come last, gone ones go. */
export function steadied(rows: readonly FloorRow[], order: readonly string[]): FloorRow[] {
  const by = new Map(rows.map((row) => [row.conversation, row]));
  const kept = order.flatMap((id) => {
    const row = by.get(id);
    by.delete(id);
    return row === undefined ? [] : [row];
  });
  return [...kept, ...by.values()];
}

export const freeOf = (person: FloorPerson): number => (person.status === "available" ? Math.max(0, person.capacity - person.load) : 0);

/** Who can take most comes first; who is not there comes last. */
export function byRoom(people: readonly FloorPerson[]): FloorPerson[] {
  const rank = (person: FloorPerson): number => (person.status === "available" ? 0 : person.status === "busy" ? 1 : 2);
  return [...people].sort((one, other) => rank(one) - rank(other) || freeOf(other) - freeOf(one) || one.agent.name.localeCompare(other.agent.name));
}

export interface Summary {
  there: number;
  free: number;
}

export function summary(people: readonly FloorPerson[]): Summary {
  return { there: people.filter((person) => person.status === "available").length, free: people.reduce((sum, person) => sum + freeOf(person), 0) };
}

/** Of two answers about the same floor the newer one; an answer about another team is none. */
export function newest(team: string | null, ...floors: (Floor | null | undefined)[]): Floor | null {
  const mine = floors.filter((floor): floor is Floor => floor !== null && floor !== undefined && (floor.team?.id ?? null) === team);
  return mine.reduce<Floor | null>((best, floor) => (best === null || Date.parse(floor.at) > Date.parse(best.at) ? floor : best), null);
}

/** Heights of the axis: whole minutes, never more than four lines. */
export function axisOf(mostS: number): number[] {
  const minutes = Math.max(1, Math.ceil(mostS / 60));
  const step = Math.max(1, Math.ceil(minutes / 3));
  const top = step * Math.max(1, Math.ceil(minutes / step));
  return Array.from({ length: top / step + 1 }, (_, n) => n * step);
}
