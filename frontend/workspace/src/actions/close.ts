import { Check } from "lucide-react";
import type { Action } from "./action.ts";

export const close: Action = {
  id: "close",
  group: "conversation",
  icon: Check,
  keys: "e",
  allowed: (scene) => scene.may.has("close"),
  run: (_scene, hands) => hands.show({ sheet: "close" }),
};
