import { CircleCheck, CircleDot, CircleMinus, CircleOff } from "lucide-react";
import type { Status } from "../api/types.ts";
import type { Action } from "./action.ts";

const become = (status: Status, icon: Action["icon"]): Action => ({
  id: `status_${status}`,
  group: "me",
  icon,
  allowed: (scene) => scene.me !== null && scene.me.status !== status,
  run: (_scene, hands) => void hands.commands.status(status),
});

export const available = become("available", CircleCheck);
export const busy = become("busy", CircleDot);
export const away = become("away", CircleMinus);
export const offline = become("offline", CircleOff);
