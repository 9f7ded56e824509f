import { PhoneIncoming } from "lucide-react";
import type { Action } from "./action.ts";

/** Takes the oldest offer. Focus then goes to the composer: the agent asked for it by pressing the key. */
export const acceptOffer: Action = {
  id: "accept_offer",
  group: "conversation",
  icon: PhoneIncoming,
  keys: "enter",
  allowed: (scene) => scene.offered !== null,
  run(scene, hands) {
    const id = scene.offered;
    if (id === null) return;
    void hands.commands.act(id, { act: "accept" }).then((done) => {
      if (!done) return;
      hands.show({ view: "mine" });
      hands.go(`/c/${id}`);
      hands.focus("composer", id);
    });
  },
};
