/** How components read: a selector on a store, and the commands by context. */

import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import type { Commands } from "../api/commands.ts";
import type { Item } from "../api/types.ts";
import { tick } from "../core/clock.ts";
import { type Drafts, drafts } from "../core/drafts.ts";
import { observable, type Observable } from "../core/observable.ts";
import { type Preferences, preferences } from "../core/preferences.ts";
import type { Desk, Thread } from "./desk.ts";
import { EMPTY_SURFACE, type Surface } from "./surface.ts";
import { type Deed, may } from "./views.ts";

export function useObservable<T, S>(store: Observable<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export const surface = observable<Surface>(EMPTY_SURFACE);

export function show(change: Partial<Surface>): void {
  surface.set((current) => ({ ...current, ...change }));
}

/** Says something to people who listen to the screen. The same words twice are said once. */
export function announce(spoken: string): void {
  show({ spoken });
}

export const CommandsContext = createContext<Commands | null>(null);

export function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (commands === null) throw new Error("No commands here: a provider is missing.");
  return commands;
}

export function useDesk<S>(select: (desk: Desk) => S): S {
  return useObservable(useCommands().desk, select);
}

export function useSurface<S>(select: (surface: Surface) => S): S {
  return useObservable(surface, select);
}

export function usePreferences<S>(select: (preferences: Preferences) => S): S {
  return useObservable(preferences, select);
}

export function useDrafts<S>(select: (drafts: Drafts) => S): S {
  return useObservable(drafts, select);
}

/** Server time in milliseconds; changes once a second. */
export function useNow(): number {
  return useObservable(tick, (time) => time);
}

/** What follows from the time, and changes less often than it: only then is anything drawn anew. */
export function useAt<S>(select: (time: number) => S): S {
  return useObservable(tick, select);
}

export function useItem(id: string | null): Item | null {
  return useDesk((desk) => (id === null ? null : (desk.items[id] ?? null)));
}

export function useThread(id: string | null): Thread | null {
  return useDesk((desk) => (id === null ? null : (desk.threads[id] ?? null)));
}

export function useMay(item: Item | null): ReadonlySet<Deed> {
  const me = useDesk((desk) => desk.me);
  return useMemo(() => may(item, me), [item, me]);
}
