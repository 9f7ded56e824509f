import { Waypoints } from "lucide-react";
import { always, type Action } from "./action.ts";

/** Why then, and why not earlier: every turn of this conversation and what was decided at it. */
export const why: Action = {
  id: "why",
  group: "conversation",
  icon: Waypoints,
  keys: "w",
  allowed: (scene) => scene.item !== null,
  run: (scene, hands) => hands.go(`/conversations/${scene.item?.id ?? ""}/decisions`),
};

export const goDecisions: Action = {
  id: "go_decisions",
  group: "go",
  icon: Waypoints,
  keys: "g d",
  allowed: always,
  run: (_scene, hands) => hands.go("/decisions"),
};
