import { Tag } from "lucide-react";
import type { Action } from "./action.ts";

export const tags: Action = {
  id: "tags",
  group: "conversation",
  icon: Tag,
  keys: "#",
  allowed: (scene) => scene.may.has("tags"),
  run: (_scene, hands) => hands.show({ sheet: "tags" }),
};
