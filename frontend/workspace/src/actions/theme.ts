import { SunMoon } from "lucide-react";
import { prefer } from "../core/preferences.ts";
import { always, type Action } from "./action.ts";

/** To the other one of light and dark; "as the system" is chosen in the settings. */
export const theme: Action = {
  id: "theme",
  group: "me",
  icon: SunMoon,
  allowed: always,
  run() {
    prefer({ theme: document.documentElement.dataset["theme"] === "dark" ? "light" : "dark" });
  },
};
