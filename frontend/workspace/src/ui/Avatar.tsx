import { Bot, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";

export interface AvatarProps {
  voice: "customer" | "person" | "bot";
  initials?: string;
  size?: "xs" | "s" | "l" | "xl";
  children?: ReactNode;
}

/** Plain circle: a customer. Solid ring: a person of ours. Dashed squircle: the assistant. */
export function Avatar({ voice, initials, size, children }: AvatarProps) {
  const kind = voice === "customer" ? undefined : voice;
  const classes = ["av", kind, size].filter(Boolean).join(" ");
  if (voice === "bot") {
    return (
      <span className={classes} aria-hidden="true">
        <Icon of={Bot} size={size === "xs" ? "xs" : "s"} />
      </span>
    );
  }
  return (
    <span className={classes} aria-hidden="true">
      {initials === "" ? <Icon of={UserRound} size="s" /> : initials}
      {children}
    </span>
  );
}
