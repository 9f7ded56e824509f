import { BookOpen, CalendarClock, FileClock, HeartPulse, Palette, RadioTower, Settings, Sparkles, UsersRound } from "lucide-react";
import { always, type Action } from "./action.ts";

const page = (id: string, path: string, icon: Action["icon"], keys?: string): Action => ({
  id,
  group: "go",
  icon,
  ...(keys === undefined ? {} : { keys }),
  allowed: always,
  run: (_scene, hands) => hands.go(path),
});

export const goFloor = page("go_floor", "/floor", RadioTower, "g f");
export const goPromises = page("go_promises", "/promises", FileClock, "g p");
export const goSystem = page("go_system", "/system", HeartPulse, "g s");
export const goSettings = page("go_settings", "/settings", Settings, "g ,");
export const goHours = page("go_hours", "/settings/hours", CalendarClock);
export const goPeople = page("go_people", "/settings/people", UsersRound);
export const goGallery = page("go_gallery", "/gallery", Palette);
export const goKnowledge = page("go_knowledge", "/knowledge", BookOpen, "g k");
export const goAbilities = page("go_abilities", "/assistant", Sparkles, "g h");
