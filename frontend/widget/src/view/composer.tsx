/** The person button and the composer: always in the same place, in the same order. */
import { arrowUp, chevronUp, clock, userRound } from "@segue/styles/icons";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { MAX_LENGTH, hasDetails } from "../now.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./icon.tsx";

const TALLEST_PX = 132;
const WARN_FROM = MAX_LENGTH - 500;

export function Footer(): JSX.Element {
  return (
    <footer class="w-f">
      <PersonButton />
      <Composer />
    </footer>
  );
}

/** In line the button says where one stands and opens the options; everywhere else it brings a person, or says when. */
function PersonButton(): JSX.Element | null {
  const { chat, now, words, state, says, t } = usePanel();
  const view = now.chat.view;
  if (!says.person || !view) return null;
  const [label, detail] = says.person;
  if (state === "finding") {
    if (!view.choices.includes("leave_line")) return null;
    return (
      <button type="button" class="btn" onClick={() => chat.choose("leave_line")}>
        {label}
      </button>
    );
  }
  if (state === "callback_pick") {
    return (
      <button type="button" class="btn" onClick={() => chat.show(null)}>
        {label}
      </button>
    );
  }
  const shown = now.details && (hasDetails(view.key) || now.sheet !== null);
  if (state === "callback_booked" && !now.details && view.choices.includes("callback")) {
    return <Person icon={clock} label={label} detail="" act={() => chat.show("callback")} />;
  }
  if (hasDetails(view.key) && !["saved", "callback_booked", "rating"].includes(view.key)) {
    if (shown) return null;
    return (
      <button type="button" class="w-person wait" aria-expanded={false} onClick={() => chat.toggleDetails()}>
        <Icon d={clock} />
        <span class="l">{label}</span>
        <span class="eta">{words.panel.options}</span>
        <Icon d={chevronUp} size="s" />
      </button>
    );
  }
  if (shown && hasDetails(view.key)) return null;
  if (view.owner === "person" && view.key === "joined") return null;
  if (!view.can_ask_person) return null;
  const away = state === "assistant_closed";
  const reach = now.link === "offline" ? words.states.offline.person?.split(" · ")[1] : detail;
  return <Person icon={userRound} label={label} detail={!view.people_online && !away && view.eta_low_s === null && !reach ? "" : t(reach ?? "")} act={() => chat.askPerson()} />;
}

function Person({ icon, label, detail, act }: { icon: string; label: string; detail: string; act: () => void }): JSX.Element {
  return (
    <button type="button" class="w-person" onClick={act}>
      <Icon d={icon} />
      <span class="l">{label}</span>
      {detail && <span class={detail.length > 14 ? "eta long" : "eta"}>{detail}</span>}
    </button>
  );
}

/** Enter sends, Shift and Enter begin a new line; while an input method composes, Enter belongs to it. */
function Composer(): JSX.Element {
  const { chat, now, words, says } = usePanel();
  const field = useRef<HTMLTextAreaElement>(null);
  const tooLong = now.draft.trim().length > MAX_LENGTH;
  const broken = now.phase === "broken";
  const fit = () => {
    const area = field.current;
    // A frame that is not shown yet has no width to measure in.
    if (!area?.clientWidth) return;
    area.style.setProperty("block-size", "auto");
    area.style.setProperty("block-size", `${Math.min(area.scrollHeight, TALLEST_PX)}px`);
  };
  useEffect(fit, [now.draft, now.large, now.open]);
  useEffect(() => {
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, []);
  const send = () => {
    chat.say(chat.now.draft);
    field.current?.focus();
  };
  return (
    <form
      class="w-in"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={now.draft}
        disabled={broken}
        aria-label={says.placeholder}
        placeholder={says.placeholder}
        aria-invalid={tooLong}
        dir="auto"
        enterkeyhint="send"
        autocomplete="off"
        onInput={(event) => chat.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          if (!tooLong) send();
        }}
      />
      {now.draft.length > WARN_FROM && (
        <span class={`w-count${tooLong ? " bad" : ""}`} role={tooLong ? "alert" : undefined}>
          {now.draft.trim().length}/{MAX_LENGTH}
        </span>
      )}
      <button type="submit" class="w-send" aria-label={words.panel.send} disabled={broken || tooLong}>
        <Icon d={arrowUp} size="s" />
      </button>
    </form>
  );
}
