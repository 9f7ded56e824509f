import { ArrowLeftRight } from "lucide-react";
import type { Action } from "./action.ts";

export const transfer: Action = {
  id: "transfer",
  group: "conversation",
  icon: ArrowLeftRight,
  keys: "t",
  allowed: (scene) => scene.may.has("transfer"),
  run: (_scene, hands) => hands.show({ sheet: "transfer" }),
};
