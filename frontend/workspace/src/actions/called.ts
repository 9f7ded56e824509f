import { PhoneCall } from "lucide-react";
import type { Action } from "./action.ts";

/** A call-back was promised: how did it go, and when is it tried again? */
export const called: Action = {
  id: "called",
  group: "conversation",
  icon: PhoneCall,
  allowed: (scene) => scene.may.has("call"),
  run: (_scene, hands) => hands.show({ sheet: "called" }),
};
