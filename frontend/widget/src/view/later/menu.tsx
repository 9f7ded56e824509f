import { aLargeSmall, mail, userRound } from "@segue/styles/icons";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isStarted } from "../../now.ts";
import { usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";

/** What one rarely needs: a copy, larger text, a person from anywhere. Arrow keys move, Escape closes. */
export function Menu({ onClose }: { onClose: (refocus: boolean) => void }): JSX.Element {
  const { chat, now, words, says } = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) close.current(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const item = (icon: string, label: string, act: () => void) => (
    <button
      type="button"
      role="menuitem"
      class="mi"
      onClick={() => {
        act();
        onClose(true);
      }}
    >
      <Icon d={icon} />
      {label}
    </button>
  );
  return (
    <div
      ref={box}
      class="menu w-menu"
      role="menu"
      aria-label={words.panel.menu}
      onKeyDown={(event) => {
        const items = [...(box.current?.querySelectorAll("button") ?? [])];
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") onClose(true);
        else if (event.key === "Tab") return onClose(false);
        else if (step) items.at((items.indexOf(document.activeElement as HTMLButtonElement) + step) % items.length)?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {now.chat.view?.can_ask_person && says.person && item(userRound, words.states.offer.person?.split(" · ")[0] ?? "", () => chat.askPerson())}
      {isStarted(now) && item(mail, words.actions.transcript, () => chat.show("copy"))}
      {item(aLargeSmall, now.large ? words.panel.smaller : words.panel.larger, () => chat.toggleLarge())}
    </div>
  );
}
