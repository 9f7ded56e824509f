import { chevronRight } from "@segue/styles/icons";
import type { JSX } from "preact";
import { Icon } from "./icon.tsx";

/** One of a few things to do, as a row. */
export function Option({ icon, label, act }: { icon: string; label: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="w-opt" onClick={act}>
      <Icon d={icon} />
      <span>
        <bdi>{label}</bdi>
      </span>
      <Icon d={chevronRight} size="s" flip />
    </button>
  );
}

