import { Command } from "lucide-react";
import { always, type Action } from "./action.ts";

export const palette: Action = {
  id: "palette",
  group: "me",
  icon: Command,
  keys: "mod+k",
  allowed: always,
  run: (_scene, hands) => hands.show({ sheet: "palette" }),
};
