import { Tooltip } from "radix-ui";
import type { ReactElement } from "react";
import { Keys } from "./Keys.tsx";

export interface TipProps {
  label: string;
  keys?: string | undefined;
  side?: "top" | "bottom" | "right" | "left";
  children: ReactElement;
}

/** What an icon does, and its key. Shown on hover and on keyboard focus, closed by Escape. */
export function Tip({ label, keys, side = "bottom", children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" side={side} sideOffset={6} collisionPadding={8}>
          {label}
          {keys === undefined ? null : <Keys keys={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
