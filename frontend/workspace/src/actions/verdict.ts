import { Scale } from "lucide-react";
import type { Action } from "./action.ts";

export const verdict: Action = {
  id: "verdict",
  group: "conversation",
  icon: Scale,
  keys: "v",
  allowed: (scene) => scene.may.has("verdict") && (scene.brief?.handoff ?? "") !== "",
  run: (_scene, hands) => hands.show({ sheet: "verdict" }),
};
