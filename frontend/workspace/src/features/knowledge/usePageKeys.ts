/**
 * Keys of this page: `j` `k` through the list, `/` to search, `n` for a new item, `a` to ask, and with Ctrl or ⌘
 * `Enter` to publish and `S` to save the draft (those two are the editor's). Single letters can be switched off.
 */

import { useEffect, useRef } from "react";
import type { Id } from "../../api/types.ts";
import { preferences } from "../../core/preferences.ts";
import { surface } from "../../state/use.ts";
import { neighbour } from "../../state/views.ts";

const SECOND_KEY_WITHIN_MS = 1500;

export interface PageKeys {
  order: readonly Id[];
  current: Id | null;
  onOpen: (id: Id) => void;
  onNew: (() => void) | null;
}

export function usePageKeys(keys: PageKeys): void {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  useEffect(() => {
    // Before the desk's own listener, for whom `j` is the next conversation.
    const options = { capture: true };
    let wentAt = Number.NEGATIVE_INFINITY;
    addEventListener("keydown", onKey, options);
    return () => removeEventListener("keydown", onKey, options);

    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !preferences.get().singleKeys) return;
      if (busy() || inField(event.target)) return;
      // After `g` the next letter says where to go: that one is the desk's.
      const going = event.timeStamp - wentAt < SECOND_KEY_WITHIN_MS;
      wentAt = event.key === "g" && !going ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (going) return;
      const { order, current, onOpen, onNew } = now.current;
      if (event.key === "j" || event.key === "k") {
        const next = neighbour(order, current, event.key === "j" ? 1 : -1);
        if (next !== null && next !== current) onOpen(next);
      } else if (event.key === "/") focus("[data-focus=knowledge-search]");
      else if (event.key === "a") focus("[data-focus=knowledge-ask]");
      else if (event.key === "n") {
        if (onNew === null) return;
        onNew();
        setTimeout(() => focus("[data-focus=knowledge-title]"), 30);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }, []);
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

const busy = (): boolean => surface.get().sheet !== null || document.querySelector("[role=menu], [role=dialog]") !== null;

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}
