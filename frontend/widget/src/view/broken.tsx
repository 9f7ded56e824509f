/** The chat does not work: say whose fault it is, that nothing is lost, and how to reach a person without it. */
import { mail, phone as phoneIcon } from "@segue/styles/icons";
import type { JSX } from "preact";
import { usePanel } from "./context.ts";
import { Icon } from "./icon.tsx";

export function Broken(): JSX.Element {
  const { now, words } = usePanel();
  const { email, phone } = now.branding;
  return (
    <>
      <div class="empty">
        <svg class="art" viewBox="0 0 140 56" aria-hidden="true">
          <path class="cut" d="M8 40c20 0 30-4 44-12" />
          <path d="M88 18c12-6 22-9 40-9" />
          <circle cx="128" cy="9" r="6" />
        </svg>
        <p class="b">{words.panel.safe}</p>
        <p class="sm">{email || phone ? words.panel.safe_help : words.panel.safe_plain}</p>
      </div>
      {email && (
        <a class="btn" href={`mailto:${email}`}>
          <Icon d={mail} />
          {email}
        </a>
      )}
      {phone && (
        <a class="btn" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
          <Icon d={phoneIcon} />
          <bdi dir="ltr">{phone}</bdi>
        </a>
      )}
    </>
  );
}

export function TryAgain(): JSX.Element {
  const { chat, words } = usePanel();
  return (
    <footer class="w-f">
      <button type="button" class="btn primary" onClick={() => chat.tryAgain()}>
        {words.actions.retry}
      </button>
    </footer>
  );
}
