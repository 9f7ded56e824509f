import type { JSX } from "preact";

/** One Lucide icon from `@segue/styles/icons`. Always decoration: the word beside it, or the label of its button, says what it is. */
export function Icon({ d, size = "", flip = false }: { d: string; size?: "" | "xs" | "s" | "l" | "xl"; flip?: boolean }): JSX.Element {
  return (
    <svg class={`i ${size}${flip ? " flip" : ""}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
