import type { LucideIcon } from "lucide-react";

export interface IconProps {
  of: LucideIcon;
  size?: "xs" | "s" | "l" | "xl";
  /** Arrows that follow the reading direction are mirrored with it. */
  flip?: boolean;
  className?: string;
}

/** A lucide drawing, sized and coloured by the text around it. Never the only bearer of a meaning. */
export function Icon({ of: Drawing, size, flip, className }: IconProps) {
  const classes = ["i", size, flip === true ? "flip" : undefined, className].filter(Boolean).join(" ");
  return <Drawing className={classes} strokeWidth={1.75} aria-hidden="true" focusable="false" />;
}
