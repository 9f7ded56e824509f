import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useRef } from "react";
import { Icon } from "./Icon.tsx";
import { ariaKeys, Keys } from "./Keys.tsx";

export interface MenuProps {
  trigger: ReactElement;
  label: string;
  side?: "top" | "bottom" | "right" | "left";
  align?: "start" | "center" | "end";
  children: ReactNode;
}

/** Not modal: a modal one would lock scrolling by writing a style sheet, which a strict policy forbids. */
export function Menu({ trigger, label, side = "bottom", align = "end", children }: MenuProps) {
  const byPointer = useRef(false);
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      {/* Where it stands in the page, not at its end: a menu belongs to the landmark of its button. */}
      <Radix.Content
        className="menu"
        aria-label={label}
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        onPointerDown={() => {
          byPointer.current = true;
        }}
        onKeyDown={() => {
          byPointer.current = false;
        }}
        onCloseAutoFocus={(event) => {
          // Who came by keyboard goes back to the button. Who clicked would find it under the next Enter,
          // which is to take an offer.
          if (byPointer.current) event.preventDefault();
        }}
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  icon?: LucideIcon;
  flip?: boolean;
  keys?: string | undefined;
  /** Given: the item is one of a choice, and says whether it is the one. */
  checked?: boolean;
  disabled?: boolean;
  lead?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, flip, keys, checked, disabled, lead, onSelect, children }: MenuItemProps) {
  const inside = (
    <>
      {lead}
      {icon === undefined ? null : <Icon of={icon} size="s" {...(flip === true ? { flip } : {})} />}
      <span>{children}</span>
      <span className="sp" />
      {checked === true ? <Icon of={Check} size="s" /> : null}
      {keys === undefined ? null : <Keys keys={keys} />}
    </>
  );
  const common = {
    className: "mi",
    onSelect,
    "aria-keyshortcuts": ariaKeys(keys),
    ...(disabled === true ? { disabled } : {}),
  };
  return checked === undefined ? (
    <Radix.Item {...common}>{inside}</Radix.Item>
  ) : (
    <Radix.CheckboxItem {...common} checked={checked}>
      {inside}
    </Radix.CheckboxItem>
  );
}

export function MenuLine() {
  return <Radix.Separator className="menu-line" />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="menu-label">{children}</Radix.Label>;
}
