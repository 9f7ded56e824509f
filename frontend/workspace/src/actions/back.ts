import { ArrowLeft } from "lucide-react";
import type { Action } from "./action.ts";

/** Out of the composer, out of the drawer, back to the list; the draft stays. */
export const back: Action = {
  id: "back",
  group: "move",
  icon: ArrowLeft,
  keys: "escape",
  flip: true,
  allowed: (scene) => scene.item !== null || scene.surface.search !== null,
  run(scene, hands) {
    if (scene.surface.drawer) hands.show({ drawer: false });
    else hands.focus("list");
  },
};
