import { Lock } from "lucide-react";
import type { Action } from "./action.ts";

export const note: Action = {
  id: "note",
  group: "conversation",
  icon: Lock,
  keys: "n",
  allowed: (scene) => scene.may.has("note"),
  run(scene, hands) {
    if (scene.item === null) return;
    hands.show({ mode: { ...scene.surface.mode, [scene.item.id]: "note" } });
    hands.focus("composer");
  },
};
