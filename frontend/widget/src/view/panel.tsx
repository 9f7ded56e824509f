/** The whole panel: header, connection bar, thread with its card, person button and composer. */
import { arrowDown, check, wifiOff } from "@segue/styles/icons";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../chat.ts";
import { isStarted } from "../now.ts";
import { direction } from "../words.ts";
import { Broken, TryAgain } from "./broken.tsx";
import { Footer } from "./composer.tsx";
import { PanelContext, panelOf, usePanel } from "./context.ts";
import { Header } from "./header.tsx";
import { Home, QuickReplies } from "./home.tsx";
import { Icon } from "./icon.tsx";
import { useLater } from "./lazy.tsx";

const AT_END_PX = 48;

export function Panel({ chat }: { chat: Chat }): JSX.Element {
  const [, changed] = useState(0);
  // At once, not after the first paint: whoever types before that has to see it, and send it.
  useLayoutEffect(() => chat.subscribe(() => changed((n) => n + 1)), [chat]);
  const panel = panelOf(chat);
  const { now, words, t } = panel;
  const dialog = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  // What had the focus may go with what it did (a sent rating, a chosen option): then the panel keeps it.
  useLayoutEffect(() => {
    // Never from the host page, where somebody may be typing.
    if (inside.current && now.open && document.hasFocus() && document.activeElement === document.body) dialog.current?.focus({ preventScroll: true });
  });
  return (
    <PanelContext.Provider value={panel}>
      <div
        class={`w${now.large ? " large" : ""}`}
        ref={dialog}
        onFocusIn={() => (inside.current = true)}
        role="dialog"
        tabIndex={-1}
        aria-modal={now.full}
        aria-label={t(words.panel.dialog)}
        lang={now.language}
        dir={direction(now.language)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && !event.defaultPrevented) chat.close();
        }}
      >
        <Header />
        <Bar />
        <Scroller />
        <Announcer />
        {now.phase === "broken" ? <TryAgain /> : <Footer />}
      </div>
    </PanelContext.Provider>
  );
}

/** Offline, connecting again, back: one line, in words. */
function Bar(): JSX.Element | null {
  const { now, words } = usePanel();
  if (now.phase === "broken" || now.link === "up") return null;
  const [lead, rest] =
    now.link === "down" ? [words.panel.reconnecting, words.panel.kept] : words.states[now.link === "back" ? "back_online" : "offline"].header;
  const back = now.link === "back";
  return (
    <div class={`strip ${back ? "ok-s" : "warn-s"}`}>
      <Icon d={back ? check : wifiOff} size="s" />
      <span>
        <b>{/[.…]$/.test(lead) ? lead : `${lead}.`}</b> {rest}
      </span>
    </div>
  );
}

function Scroller(): JSX.Element {
  const { now, words } = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  const follow = useRef(true);
  const { lines, outbox, view, typing } = now.chat;
  const key = `${view?.key} ${now.details} ${now.sheet}`;
  const stick = () => {
    const element = box.current;
    if (!element) return;
    const top = card.current?.firstElementChild ? card.current.offsetTop - element.offsetTop - 16 : Infinity;
    // A card that does not fit begins at its top; everything else is read at its end.
    element.scrollTop = Math.min(element.scrollHeight, top > 0 ? top : 0);
  };
  useLayoutEffect(() => {
    if (follow.current) stick();
    else if (lines.length) setBelow(true);
  }, [lines.length, typing?.until, now.link]);
  useLayoutEffect(() => {
    follow.current = true;
    stick();
  }, [key, outbox.length, now.phase, now.open]);
  useEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const watch = new ResizeObserver(() => follow.current && stick());
    watch.observe(element);
    if (card.current) watch.observe(card.current);
    return () => watch.disconnect();
  }, []);
  const later = useLater();
  const started = isStarted(now);
  const greeted = !started && lines.length > 0;
  const talking = started || greeted;
  const waits = now.phase === "loading" && view === null ? !started || !later : talking && !later;
  return (
    <div
      class="log"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={words.panel.log}
      aria-busy={now.phase === "loading"}
      onScroll={() => {
        const element = box.current;
        if (!element) return;
        follow.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX || Boolean(card.current?.firstElementChild);
        if (follow.current) setBelow(false);
      }}
    >
      {now.phase === "broken" ? (
        <Broken />
      ) : (
        <>
          <div class="w-thread" role="log" aria-label={words.panel.log}>
            {talking && later && <later.Thread />}
          </div>
          {waits ? <Skeleton /> : greeted ? <QuickReplies /> : !started && !now.sheet && view?.key.startsWith("assistant") && <Home />}
          <div class="w-now" ref={card}>
            {later && <later.Details />}
          </div>
        </>
      )}
      {below && (
        <button
          type="button"
          class="btn sm w-below"
          onClick={() => {
            follow.current = true;
            setBelow(false);
            stick();
          }}
        >
          <Icon d={arrowDown} size="s" />
          {words.panel.newest}
        </button>
      )}
    </div>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div class="w-sk" aria-hidden="true">
      <span class="sk" />
      <span class="sk" />
      <span class="sk" />
    </div>
  );
}

/** One polite voice for changes of state, one urgent voice for what failed. */
function Announcer(): JSX.Element {
  const { now, words, says, state } = usePanel();
  const failed = now.chat.outbox.some((line) => line.status === "failed");
  const link = { up: null, back: words.states.back_online.sr, offline: words.states.offline.sr, down: words.panel.reconnecting }[now.link];
  const loading = now.phase === "loading" && now.chat.view === null;
  return (
    <>
      <p class="vh" role="status">
        {loading ? words.panel.loading : state === "error" ? "" : (link ?? says.spoken)}
      </p>
      <p class={now.alert ? "strip bad-s" : "vh"} role="alert">
        {state === "error" ? words.states.error.sr : (now.alert ?? (failed ? words.states.send_failed.sr : ""))}
      </p>
    </>
  );
}
