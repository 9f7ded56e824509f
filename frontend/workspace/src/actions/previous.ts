import { ArrowUp } from "lucide-react";
import { neighbour } from "../state/views.ts";
import type { Action } from "./action.ts";

export const previous: Action = {
  id: "previous",
  group: "move",
  icon: ArrowUp,
  keys: "k",
  allowed: (scene) => scene.order.length > 0,
  run(scene, hands) {
    const id = neighbour(scene.order, scene.surface.current, -1);
    if (id !== null) hands.go(`/c/${id}`);
  },
};
