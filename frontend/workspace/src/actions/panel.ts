import { PanelRight } from "lucide-react";
import { prefer, preferences } from "../core/preferences.ts";
import { type Action, withConversation } from "./action.ts";

/** Under 1280 px the panel is a drawer; above it, a column that can be folded away. */
export const panel: Action = {
  id: "panel",
  group: "conversation",
  icon: PanelRight,
  keys: "i",
  flip: true,
  allowed: withConversation,
  run(scene, hands) {
    if (matchMedia("(max-width: 1279px)").matches) hands.show({ drawer: !scene.surface.drawer });
    else prefer({ panel: !preferences.get().panel });
  },
};
