import { Columns3 } from "lucide-react";
import { always, type Action } from "./action.ts";

const ORDER = ["rail", "list", "thread", "approval", "composer", "panel", "offer"] as const;

/** Round the panes in reading order, from wherever focus is now. */
export const panes: Action = {
  id: "panes",
  group: "move",
  icon: Columns3,
  keys: "f6",
  allowed: always,
  run(_scene, hands) {
    const here = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset["pane"];
    const at = ORDER.findIndex((pane) => pane === here);
    const there = ORDER.map((_, step) => ORDER[(at + 1 + step) % ORDER.length]).find(
      (pane) => pane !== undefined && document.querySelector(`[data-pane="${pane}"]`) !== null,
    );
    if (there !== undefined) hands.focus(there);
  },
};
