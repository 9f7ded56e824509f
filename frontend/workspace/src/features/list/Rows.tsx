import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Id, Item } from "../../api/types.ts";
import { Row } from "./Row.tsx";

export interface RowsProps {
  label: string;
  items: readonly Item[];
  current: Id | null;
  onOpen: (id: Id) => void;
}

const STEPS: Readonly<Record<string, (at: number, of: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_at, of) => of - 1,
  PageDown: (at) => at + 8,
  PageUp: (at) => at - 8,
};

/** A listbox with one tab stop: arrows walk it, Enter or Space opens. Walking alone opens nothing. */
export function Rows({ label, items, current, onOpen }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const open = items.some((item) => item.id === current);
  const stop = open ? current : items[0]?.id;

  // A row chosen by J or K must be in sight; focus itself stays where it was.
  useEffect(() => {
    if (open) box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [open, current]);

  function walk(event: KeyboardEvent<HTMLDivElement>): void {
    const options = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=option]")];
    const at = options.indexOf(document.activeElement as HTMLElement);
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      options[Math.min(options.length - 1, Math.max(0, step(at, options.length)))]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      const id = items[at]?.id;
      if (id !== undefined) onOpen(id);
    }
  }

  if (items.length === 0) return null;
  return (
    <div ref={box} role="listbox" aria-label={label} className="col rows-in" onKeyDown={walk}>
      {items.map((item) => (
        <Row key={item.id} item={item} selected={item.id === current} stop={item.id === stop} onOpen={onOpen} />
      ))}
    </div>
  );
}
