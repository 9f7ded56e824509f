import { Hand } from "lucide-react";
import type { Action } from "./action.ts";

/** Takes somebody from the line, a case, or a closed conversation that goes on. */
export const pick: Action = {
  id: "pick",
  group: "conversation",
  icon: Hand,
  keys: "p",
  allowed: (scene) => scene.may.has("pick"),
  run(scene, hands) {
    const { item } = scene;
    if (item === null) return;
    // What rings here is taken as the offer it is; everything else is picked from the line.
    const rings = hands.commands.desk.get().offers.some((offer) => offer.conversation === item.id);
    const act = rings ? ("accept" as const) : ("pick" as const);
    void hands.commands.act(item.id, { act }).then((done) => done && hands.focus("composer"));
  },
};
