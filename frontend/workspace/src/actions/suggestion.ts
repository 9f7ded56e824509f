import { PencilLine } from "lucide-react";
import { draftOf, drafts, keepDraft } from "../core/drafts.ts";
import type { Action } from "./action.ts";

/** Puts the suggested greeting into the reply, after what is already there; never sends it. */
export const suggestion: Action = {
  id: "use_suggestion",
  group: "conversation",
  icon: PencilLine,
  keys: "alt+1",
  allowed: (scene) =>
    scene.may.has("say") &&
    scene.brief !== null &&
    scene.brief.greeting !== "" &&
    scene.surface.settled[scene.brief.handoff] !== true,
  run(scene, hands) {
    const { item, brief } = scene;
    if (item === null || brief === null) return;
    const typed = draftOf(drafts.get(), item.id, "reply").trimEnd();
    keepDraft(item.id, "reply", typed === "" ? brief.greeting : `${typed}\n${brief.greeting}`);
    hands.show({
      mode: { ...scene.surface.mode, [item.id]: "reply" },
      settled: { ...scene.surface.settled, [brief.handoff]: true },
    });
    hands.focus("composer");
  },
};
