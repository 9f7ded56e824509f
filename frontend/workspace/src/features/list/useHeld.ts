/**
 * Rows stand still while somebody is about to click one. As long as the pointer is over the list, or
 * keyboard focus is in it, the order stays as it was; what came meanwhile is counted and one click away.
 */

import { useCallback, useMemo, useRef, useState } from "react";
import type { Id, Item } from "../../api/types.ts";

export interface Held {
  shown: readonly Item[];
  /** Rows that came while the list was held. */
  waiting: number;
  release: () => void;
  holding: {
    onPointerEnter: (event: React.PointerEvent) => void;
    onPointerLeave: () => void;
    onFocus: (event: React.FocusEvent) => void;
    onBlur: (event: React.FocusEvent) => void;
  };
}

/** `current`, the conversation that is open, is always among the rows: taking one lets go of the list. */
export function useHeld(items: readonly Item[], about: string, current: Id | null): Held {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const [, redraw] = useState(0);
  const kept = useRef<{ about: string; ids: readonly Id[] }>({ about, ids: [] });
  const missing = items.some((item) => item.id === current) && !kept.current.ids.includes(current ?? "");
  const held = (pointer || focus) && !missing && kept.current.about === about && kept.current.ids.length > 0;

  const result = useMemo(() => {
    if (!held) return { shown: items, waiting: 0 };
    const byId = new Map(items.map((item) => [item.id, item]));
    const shown = kept.current.ids.map((id) => byId.get(id)).filter((item) => item !== undefined);
    return { shown, waiting: items.length - shown.length };
  }, [held, items]);
  if (!held) kept.current = { about, ids: items.map((item) => item.id) };

  const release = useCallback(() => {
    kept.current = { about, ids: [] };
    redraw((n) => n + 1);
  }, [about]);

  return {
    ...result,
    release,
    holding: {
      // A finger does not hover: on touch screens the list moves as it should.
      onPointerEnter: (event) => setPointer(event.pointerType === "mouse"),
      onPointerLeave: () => setPointer(false),
      onFocus: (event) => setFocus(event.target.matches(":focus-visible")),
      onBlur: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocus(false);
      },
    },
  };
}
