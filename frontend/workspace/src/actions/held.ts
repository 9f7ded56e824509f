/** What can be done with an answer that waits for approval. All of it is about the open conversation. */

import { Check, Pencil, UserRound, X } from "lucide-react";
import type { Action, Hands, Scene } from "./action.ts";

const allowed = (scene: Scene): boolean => scene.may.has("approve") && scene.surface.rewording[scene.item?.id ?? ""] === undefined;

/** Answers whose word is on its way: a key pressed twice says it once. */
const onItsWay = new Set<string>();

/** Settling takes the box away, and with it the focus that stood in it: it goes on to the thread. */
function settled(scene: Scene, hands: Hands, how: "approve" | "reject"): void {
  const { item } = scene;
  if (item?.draft == null) return;
  const key = `${item.id}:${item.draft.n}`;
  if (onItsWay.has(key)) return;
  onItsWay.add(key);
  const inside = document.activeElement?.closest("[data-pane=approval]") != null;
  void hands.commands.settle(item.id, item.draft.n, { how }).then((done) => {
    if (done === "failed") onItsWay.delete(key);
    else if (inside) hands.focus("thread");
  });
}

export const approve: Action = {
  id: "approve",
  group: "conversation",
  icon: Check,
  keys: "mod+enter",
  allowed,
  run: (scene, hands) => settled(scene, hands, "approve"),
};

export const editDraft: Action = {
  id: "edit_draft",
  group: "conversation",
  icon: Pencil,
  keys: "e",
  allowed,
  run(scene, hands) {
    const { item } = scene;
    if (item?.draft == null) return;
    const { n, text } = item.draft;
    hands.show({ rewording: { ...scene.surface.rewording, [item.id]: { n, text } } });
    hands.focus("draft");
  },
};

export const rejectDraft: Action = {
  id: "reject_draft",
  group: "conversation",
  icon: X,
  keys: "x",
  allowed,
  run: (scene, hands) => settled(scene, hands, "reject"),
};

/** A lead steps in at once. Others say no to the answer, which calls a person, and are that person. */
export const takeDraft: Action = {
  id: "take_draft",
  group: "conversation",
  icon: UserRound,
  keys: "backspace",
  allowed,
  run(scene, hands) {
    const { item } = scene;
    if (item?.draft == null) return;
    const { commands } = hands;
    const written = (done: boolean): void => void (done && hands.focus("composer", item.id));
    if (scene.may.has("take_over")) {
      void commands.act(item.id, { act: "take_over" }).then(written);
      return;
    }
    void commands.settle(item.id, item.draft.n, { how: "reject" }).then((done) => {
      if (done !== "done") return;
      // It may have come back as an offer to the very person who asked for it.
      const rings = commands.desk.get().offers.some((offer) => offer.conversation === item.id);
      void commands.act(item.id, { act: rings ? "accept" : "pick" }).then(written);
    });
  },
};
