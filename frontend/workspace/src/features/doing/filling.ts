/** How the inputs of an action are filled before anybody types: from facts, and it is said from which. Pure. */

import type { ActionInput, ActionShown } from "../../api/doing.ts";
import type { Brief, Fact, Item } from "../../api/types.ts";

export interface Filled {
  value: string;
  /** Where the value comes from; null: typed here. */
  from: { source: string; seq: number | null } | null;
}

/** Surest first: what a person signed in with, what systems say, what was said in the chat. */
const SURE: readonly string[] = ["signed_in", "order", "crm", "said", "guess"];
const rank = (fact: Fact): number => {
  const at = SURE.indexOf(fact.source);
  return at === -1 ? SURE.length : at;
};

export function filledFrom(action: ActionShown, brief: Brief | null, item: Item): Record<string, Filled> {
  const facts = [...(brief?.facts ?? [])].sort((one, other) => rank(one) - rank(other));
  const filled: Record<string, Filled> = {};
  for (const input of action.inputs) {
    const fact = facts.find((one) => one.name === (input.fact || input.name) || one.name === input.name);
    const value = fact === undefined ? null : fitting(input, fact.value);
    if (fact !== undefined && value !== null) filled[input.name] = { value, from: { source: fact.source, seq: fact.seq ?? null } };
    else if (input.kind === "email" && item.customer.email) filled[input.name] = { value: item.customer.email, from: { source: item.customer.verified ? "signed_in" : "said", seq: null } };
    else filled[input.name] = { value: "", from: null };
  }
  return filled;
}

/** A fact as its field takes it, or null where it cannot. */
function fitting({ kind, choices }: ActionInput, value: string): string | null {
  if (kind === "choice") return choices.find((choice) => choice.toLocaleLowerCase() === value.toLocaleLowerCase()) ?? null;
  if (kind === "number") return /-?\d+(?:[.,]\d+)?/u.exec(value)?.[0].replace(",", ".") ?? null;
  if (kind === "date") return /^\d{4}-\d{2}-\d{2}$/u.test(value) ? value : null;
  return value.trim() === "" ? null : value;
}

export function missing(action: ActionShown, filled: Readonly<Record<string, Filled>>): string[] {
  return action.inputs.filter((input) => input.required && (filled[input.name]?.value.trim() ?? "") === "").map((input) => input.name);
}

/** Only what was filled in; the server knows what may be left out. */
export function inputsOf(filled: Readonly<Record<string, Filled>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filled).map(([name, { value }]) => [name, value.trim()] as const).filter(([, value]) => value !== ""));
}
