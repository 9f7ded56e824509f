import { Moon } from "lucide-react";
import type { Action } from "./action.ts";

export const snooze: Action = {
  id: "snooze",
  group: "conversation",
  icon: Moon,
  keys: "s",
  allowed: (scene) => scene.may.has("snooze"),
  run: (_scene, hands) => hands.show({ sheet: "snooze" }),
};
