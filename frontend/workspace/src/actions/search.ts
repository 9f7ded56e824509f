import { Search } from "lucide-react";
import { always, type Action } from "./action.ts";

export const search: Action = {
  id: "search",
  group: "move",
  icon: Search,
  keys: "/",
  allowed: always,
  run(scene, hands) {
    hands.show({ search: scene.surface.search ?? "" });
    hands.focus("search");
  },
};
