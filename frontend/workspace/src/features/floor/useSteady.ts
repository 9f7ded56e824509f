/** Rows that stand still under the pointer and under the focus: who is about to press must not press another. */

import { useMemo, useRef, useState } from "react";
import type { Floor, FloorRow } from "../../api/floor.ts";
import { atRisk, steadied } from "./reading.ts";

export interface Holding {
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  onFocus: () => void;
  onBlur: (event: { currentTarget: Element; relatedTarget: EventTarget | null }) => void;
}

export function useSteady(floor: Floor): { rows: FloorRow[]; holding: Holding } {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const order = useRef<readonly string[]>([]);
  const held = pointed || focused;
  const rows = useMemo(() => {
    const wanted = atRisk(floor.line, Date.parse(floor.at));
    return held ? steadied(wanted, order.current) : wanted;
  }, [floor, held]);
  order.current = rows.map((row) => row.conversation);
  const holding: Holding = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur(event) {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setFocused(false);
    },
  };
  return { rows, holding };
}
