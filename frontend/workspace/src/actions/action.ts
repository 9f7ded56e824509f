/**
 * One file an action, `{id, keys, allowed, run}`. The menu, the keyboard and the palette all read the
 * same list, so that none of them can do what the others cannot. Its words are `action.<id>`.
 */

import type { LucideIcon } from "lucide-react";
import type { Commands } from "../api/commands.ts";
import type { Agent, Brief, Item } from "../api/types.ts";
import type { Surface } from "../state/surface.ts";
import type { Deed } from "../state/views.ts";

export type Group = "conversation" | "move" | "go" | "me";

/** What an action may look at before it says whether it makes sense now. */
export interface Scene {
  me: Agent | null;
  item: Item | null;
  brief: Brief | null;
  may: ReadonlySet<Deed>;
  surface: Surface;
  /** Ids in the order the list shows them. */
  order: readonly string[];
  offered: string | null;
}

export interface Hands {
  commands: Commands;
  show(change: Partial<Surface>): void;
  go(path: string): void;
  /** `of`: the conversation whose composer is meant, when the screen may still show another. */
  focus(what: "composer" | "list" | "thread" | "panel" | "offer" | "search" | "rail" | "draft" | "approval" | "doing", of?: string): void;
}

export interface Action {
  id: string;
  group: Group;
  icon: LucideIcon;
  /** `t`, `mod+k`, or `g m` for two keys pressed one after the other. */
  keys?: string;
  /** Arrows that follow the reading direction. */
  flip?: boolean;
  allowed(scene: Scene): boolean;
  run(scene: Scene, hands: Hands): void;
}

export const always = (): boolean => true;
export const withConversation = (scene: Scene): boolean => scene.item !== null;
