/** One sentence of state: who it is (or what happens), and the detail. */
import { bot, circleCheck, clock, cloudOff, ellipsis, moon, phone, x } from "@segue/styles/icons";
import type { JSX } from "preact";
import { Icon } from "./icon.tsx";
import { useLater } from "./lazy.tsx";
import { useRef, useState } from "preact/hooks";
import type { Now } from "../now.ts";
import { usePanel } from "./context.ts";
import { numeric } from "../words.ts";

const PLACE_ICON: Record<string, string> = {
  in_line: clock,
  in_line_next: clock,
  in_line_longer: clock,
  person_lost: clock,
  away: moon,
  saved: circleCheck,
  ended: circleCheck,
  callback_pick: phone,
  callback_booked: phone,
  error: cloudOff,
};

export function Speaker({ size = "l" }: { size?: "l" | "xs" }): JSX.Element {
  const { now, state } = usePanel();
  const view = now.chat.view;
  const icon = PLACE_ICON[state];
  if (icon) {
    return (
      <span class={`av ${size}`}>
        <Icon d={icon} />
      </span>
    );
  }
  if (view?.name && (view.speaks === "person" || state === "transferring" || state === "rating")) {
    return (
      <span class={`av person ${size}`} aria-hidden="true">
        {joinedAs(now, view.name) || view.initials || view.name.slice(0, 1)}
      </span>
    );
  }
  return (
    <span class={`av bot ${size}`}>
      <Icon d={bot} />
    </span>
  );
}

/** The initials that the person came with: the view forgets them when the conversation is closed. */
function joinedAs(now: Now, name: string): string | null | undefined {
  const { event } = now.chat.lines.findLast((line) => line.event.kind === "agent_joined" && line.event.name === name) ?? {};
  return event && "initials" in event ? event.initials : null;
}

export function Header(): JSX.Element {
  const { chat, now, words, state, says, t } = usePanel();
  const Menu = useLater()?.Menu;
  const [menu, setMenu] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const typing = now.chat.typing && now.chat.typing.until > now.time ? now.chat.typing : null;
  let [first, second] = says.header;
  if (state === "joined") {
    if (!now.chat.view?.team) first = first.split(" · ")[0] ?? first;
    if (typing?.who === "agent") second = `${second} · ${words.panel.typing}`;
  } else if (state === "callback_pick") {
    second = t(words.panel.zone, { zone: zoneName(now.language) });
  } else if (state === "in_line_next") {
    second = `${second} · ${t("{eta}")}`;
  }
  return (
    <header class="w-h">
      <Speaker />
      <div class="t">
        <b>{first}</b>
        <span>{second}</span>
      </div>
      {state !== "error" && (
        <button
          type="button"
          class="ib"
          ref={opener}
          aria-label={words.panel.menu}
          aria-haspopup="menu"
          aria-expanded={menu}
          onClick={() => setMenu(!menu)}
        >
          <Icon d={ellipsis} />
        </button>
      )}
      <button type="button" class="ib" aria-label={words.panel.close} onClick={() => chat.close()}>
        <Icon d={x} />
      </button>
      {menu && Menu && (
        <Menu
          onClose={(refocus) => {
            setMenu(false);
            if (refocus) opener.current?.focus();
          }}
        />
      )}
    </header>
  );
}

/** "Madrid" from "Europe/Madrid": a place says more than an offset. */
function zoneName(language: Parameters<typeof numeric>[0]): string {
  const { timeZone } = new Intl.DateTimeFormat(numeric(language)).resolvedOptions();
  return (timeZone.split("/").pop() ?? timeZone).replace(/_/g, " ");
}
