/** What is being written and not saved yet, by item. It outlives the page, so that looking elsewhere loses nothing. */

import { observable } from "../../core/observable.ts";
import type { Id } from "../../api/types.ts";
import { useObservable } from "../../state/use.ts";
import type { Edit, Words } from "./reading.ts";

export const NEW = "new";

export const edits = observable<Readonly<Record<Id, Edit>>>({});
let owner: Id | null = null;

export function keepEdit(id: Id, edit: Edit): void {
  edits.set((all) => ({ ...all, [id]: edit }));
}

export function dropEdit(id: Id): void {
  edits.set(({ [id]: _gone, ...others }) => others);
}

/** Words are their writer's: whoever signs in after them begins with none. */
export function claimEdits(agent: Id): void {
  if (owner !== null && owner !== agent) edits.set({});
  owner = agent;
}

export function useEdit(id: Id): Edit | undefined {
  return useObservable(edits, (all) => all[id]);
}

export function useEdits(): Readonly<Record<Id, Edit>> {
  return useObservable(edits, (all) => all);
}

export const hasWords = (words: Words | undefined): boolean => words !== undefined && (words.title.trim() !== "" || words.body.trim() !== "");

/** A page that is closed asks once, while something is not saved. */
function ask(event: BeforeUnloadEvent): void {
  if (Object.values(edits.get()).some(hasWords)) event.preventDefault();
}

if (typeof addEventListener === "function") addEventListener("beforeunload", ask);
