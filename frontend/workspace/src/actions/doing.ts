/** What can be done in other systems from the open conversation, and saying yes or no to what waits for it. */

import { Check, X, Zap } from "lucide-react";
import { prefer, preferences } from "../core/preferences.ts";
import type { Action, Scene } from "./action.ts";

const waits = (scene: Scene): boolean => scene.may.has("allow") && scene.item?.action != null;

/** Runs whose word is on its way: a key pressed twice says it once. */
const onItsWay = new Set<string>();

export const allowRun: Action = {
  id: "allow_run",
  group: "conversation",
  icon: Check,
  keys: "a",
  allowed: waits,
  run({ item }, hands) {
    if (item?.action == null) return;
    const key = `${item.id}:${item.action.n}`;
    if (onItsWay.has(key)) return;
    onItsWay.add(key);
    const inside = document.activeElement?.closest("[data-pane=approval]") != null;
    void hands.commands.settleRun(item.id, item.action.n, { how: "approve" }).then((done) => {
      onItsWay.delete(key);
      if (done !== "failed" && inside) hands.focus("thread");
    });
  },
};

export const rejectRun: Action = {
  id: "reject_run",
  group: "conversation",
  icon: X,
  keys: "x",
  allowed: waits,
  run({ item }, hands) {
    if (item?.action != null) hands.show({ refusing: `${item.id}:${item.action.n}` });
  },
};

/** Opens the actions beside the conversation: a column where there is room, a drawer where there is not. */
export const doSomething: Action = {
  id: "do_something",
  group: "conversation",
  icon: Zap,
  keys: "!",
  allowed: (scene) => scene.may.has("do"),
  run(_scene, hands) {
    if (matchMedia("(max-width: 1279px)").matches) hands.show({ tab: "actions", drawer: true });
    else {
      hands.show({ tab: "actions" });
      if (!preferences.get().panel) prefer({ panel: true });
    }
    hands.focus("doing");
  },
};
