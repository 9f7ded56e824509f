import { ShieldCheck } from "lucide-react";
import type { Action } from "./action.ts";

/** A lead steps in; the one who had it is told. */
export const takeOver: Action = {
  id: "take_over",
  group: "conversation",
  icon: ShieldCheck,
  allowed: (scene) => scene.may.has("take_over"),
  run(scene, hands) {
    const { item } = scene;
    if (item === null) return;
    void hands.commands.act(item.id, { act: "take_over" }).then((done) => done && hands.focus("composer"));
  },
};
