import { Bot, ClipboardCheck, Hourglass, Inbox, Layers, Moon } from "lucide-react";
import type { ViewName } from "../api/types.ts";
import { always, type Action } from "./action.ts";

const view = (name: ViewName, keys: string, icon: Action["icon"]): Action => ({
  id: `go_${name}`,
  group: "go",
  icon,
  keys,
  allowed: always,
  run(_scene, hands) {
    hands.show({ view: name });
    hands.go("/");
    hands.focus("list");
  },
});

export const goMine = view("mine", "g m", Inbox);
export const goWaiting = view("waiting", "g q", Hourglass);
export const goToCheck = view("approvals", "g c", ClipboardCheck);
export const goAssistant = view("bot", "g b", Bot);
export const goAll = view("all", "g a", Layers);
export const goSnoozed = view("snoozed", "g z", Moon);
