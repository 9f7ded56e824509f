import { Reply } from "lucide-react";
import type { Action } from "./action.ts";

export const reply: Action = {
  id: "reply",
  group: "conversation",
  icon: Reply,
  keys: "r",
  flip: true,
  allowed: (scene) => scene.may.has("say"),
  run(scene, hands) {
    if (scene.item === null) return;
    hands.show({ mode: { ...scene.surface.mode, [scene.item.id]: "reply" } });
    hands.focus("composer");
  },
};
