import { LogOut } from "lucide-react";
import { forgetDrafts } from "../core/drafts.ts";
import { always, type Action } from "./action.ts";

export const signOut: Action = {
  id: "sign_out",
  group: "me",
  icon: LogOut,
  flip: true,
  allowed: always,
  run(_scene, hands) {
    forgetDrafts();
    void hands.commands.signOut();
  },
};
