import { Bot } from "lucide-react";
import type { Action } from "./action.ts";

export const returnToAssistant: Action = {
  id: "return",
  group: "conversation",
  icon: Bot,
  keys: "b",
  allowed: (scene) => scene.may.has("return"),
  run: (_scene, hands) => hands.show({ sheet: "return" }),
};
