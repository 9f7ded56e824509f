/** The scene as it is now, and hands to act with, for components. */

import { createContext, useCallback, useContext } from "react";
import type { Action, Hands, Scene } from "./action.ts";

export interface Stagehand {
  scene(): Scene;
  hands: Hands;
}

export const StagehandContext = createContext<Stagehand | null>(null);

export function useStagehand(): Stagehand {
  const stagehand = useContext(StagehandContext);
  if (stagehand === null) throw new Error("No stagehand here: a provider is missing.");
  return stagehand;
}

/** Runs an action if it still makes sense at the moment of the click. */
export function useRun(): (action: Action) => void {
  const { scene, hands } = useStagehand();
  return useCallback(
    (action) => {
      const now = scene();
      if (action.allowed(now)) action.run(now, hands);
    },
    [scene, hands],
  );
}
