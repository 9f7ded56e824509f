/**
 * One listener for every key. Single letters work only outside of text fields and can be switched off
 * (WCAG 2.1.4); combinations work everywhere. `G` waits a moment for its second letter.
 */

import { useEffect } from "react";
import { ACTIONS } from "../actions/index.ts";
import type { Stagehand } from "../actions/use.ts";
import { preferences } from "../core/preferences.ts";
import { surface } from "../state/use.ts";

const SECOND_KEY_WITHIN_MS = 1500;

export function useKeyboard({ scene, hands }: Stagehand): void {
  useEffect(() => {
    let first = "";
    let firstAt = 0;

    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return;
      const typing = isField(event.target);
      // An open sheet or menu has its own keys; only the palette may be called over everything.
      if (busy() && !matches("mod+k", event)) return;
      const waiting = first !== "" && event.timeStamp - firstAt < SECOND_KEY_WITHIN_MS ? first : "";
      first = "";
      const single = !event.ctrlKey && !event.metaKey && !event.altKey;
      const plain = single && event.key !== "Escape" && !/^F\d+$/u.test(event.key);
      if (plain && (typing || (event.key !== "Enter" && !preferences.get().singleKeys))) return;
      if (event.key === "Enter" && single && onControl(event.target)) return;
      if (typing && event.key === "Escape") {
        (event.target as HTMLElement).blur();
        hands.focus("thread");
        return;
      }
      const now = scene();
      for (const action of ACTIONS) {
        if (action.keys === undefined || !pressed(action.keys, waiting, event) || !action.allowed(now)) continue;
        event.preventDefault();
        action.run(now, hands);
        return;
      }
      if (plain && event.key.toLowerCase() === "g") {
        first = "g";
        firstAt = event.timeStamp;
      }
    }

    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [scene, hands]);
}

function pressed(keys: string, waiting: string, event: KeyboardEvent): boolean {
  const [one, two] = keys.split(" ");
  if (two === undefined) return waiting === "" && matches(keys, event);
  return waiting === one && matches(two, event);
}

/** `mod` is ⌘ on a Mac and Ctrl elsewhere; either is taken. Shift belongs to the character it makes. */
export function matches(chord: string, event: KeyboardEvent): boolean {
  const parts = chord.split("+");
  const key = parts.at(-1) ?? "";
  const mod = parts.includes("mod");
  const alt = parts.includes("alt");
  if (mod !== (event.ctrlKey || event.metaKey) || alt !== event.altKey) return false;
  // With Alt held, many layouts turn a digit into something else: the physical key decides.
  if (alt && /^\d$/u.test(key)) return event.code === `Digit${key}`;
  return event.key.toLowerCase() === key;
}

function busy(): boolean {
  return surface.get().sheet !== null || document.querySelector("[role=menu]") !== null;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)))
  );
}

/** Enter belongs to the button, link or row that has the focus. */
function onControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a[href], summary, [role=option], [role=menuitem], input") !== null;
}
