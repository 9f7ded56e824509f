import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { Icon } from "./Icon.tsx";
import { ariaKeys } from "./Keys.tsx";
import { Tip } from "./Tip.tsx";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  icon: LucideIcon;
  label: string;
  keys?: string | undefined;
  small?: boolean;
  flip?: boolean;
  tip?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with a picture: its name is always there for those who cannot see it, and on hover for the others. */
export function IconButton({ icon, label, keys, small, flip, tip = true, className, ...rest }: IconButtonProps) {
  const classes = ["ib", small === true ? "sm" : undefined, className].filter(Boolean).join(" ");
  const button = (
    <button type="button" className={classes} aria-label={label} aria-keyshortcuts={ariaKeys(keys)} {...rest}>
      <Icon of={icon} {...(small === true ? { size: "s" as const } : {})} {...(flip === true ? { flip } : {})} />
    </button>
  );
  return tip ? (
    <Tip label={label} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  );
}
