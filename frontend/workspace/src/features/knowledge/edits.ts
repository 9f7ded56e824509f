/** What is being written and not saved yet, by item. It outlives the page, so that looking elsewhere loses nothing. */

import { observable } from "../../core/observable.ts";
import type { Id } from "../../api/types.ts";
import { useObservable } from "../../state/use.ts";
import type { Edit } from "./reading.ts";

export const NEW = "new";

export const edits = observable<Readonly<Record<Id, Edit>>>({});

export function keepEdit(id: Id, edit: Edit): void {
  edits.set((all) => ({ ...all, [id]: edit }));
}

export function dropEdit(id: Id): void {
  edits.set(({ [id]: _gone, ...others }) => others);
}

export function useEdit(id: Id): Edit | undefined {
  return useObservable(edits, (all) => all[id]);
}
