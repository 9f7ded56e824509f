import { Volume2, VolumeX } from "lucide-react";
import { prefer, preferences } from "../core/preferences.ts";
import { play } from "../core/sound.ts";
import { always, type Action } from "./action.ts";

export const mute: Action = {
  id: "mute",
  group: "me",
  icon: VolumeX,
  allowed: always,
  run: () => prefer({ sound: !preferences.get().sound }),
};

export const testSound: Action = {
  id: "test_sound",
  group: "me",
  icon: Volume2,
  allowed: always,
  run: () => void play("test"),
};
