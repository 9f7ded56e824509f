import { Keyboard } from "lucide-react";
import { always, type Action } from "./action.ts";

export const keys: Action = {
  id: "keys",
  group: "me",
  icon: Keyboard,
  keys: "?",
  allowed: always,
  run: (_scene, hands) => hands.show({ sheet: "keys" }),
};
