import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "../../api/types.ts";
import { type Line, linesOf } from "../../state/lines.ts";
import { announce, useCommands, useDesk, useItem, useThread } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { LineView } from "./LineView.tsx";

/** The newest lines stand in the live region; older ones outside of it, so that loading them says nothing. */
const LIVE = 60;
/** Lines kept in the page at once; further up they come in by the hundred. */
const WINDOW = 300;
const NEAR_PX = 80;

export function Thread({ id }: { id: Id }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const item = useItem(id);
  const thread = useThread(id);
  const me = useDesk((desk) => desk.me);
  const outbox = useDesk((desk) => desk.outbox);
  const readTo = useDesk((desk) => desk.readTo[id] ?? 0);
  const typing = useDesk((desk) => desk.typing[id]);
  const [most, setMost] = useState(WINDOW);
  const [loading, setLoading] = useState(false);

  const events = thread?.events;
  const customerName = item?.customer.name ?? null;
  const customerInitials = item?.customer.initials ?? "–";
  const lines = useMemo(
    () =>
      events === undefined
        ? []
        : linesOf({
            events,
            outbox: outbox.filter((echo) => echo.conversation === id),
            me,
            readTo,
            customer: { name: customerName, initials: customerInitials },
          }),
    [events, outbox, me, readTo, id, customerName, customerInitials],
  );

  const { box, onScroll, below, toEnd } = usePinned(lines, typing !== undefined);
  useSpoken(lines);

  const windowed = lines.slice(-most);
  const older = windowed.slice(0, -LIVE);
  const newest = windowed.slice(-LIVE);
  const more = lines.length > most || thread?.complete === false;

  function loadOlder(): void {
    if (lines.length > most) {
      setMost((count) => count + WINDOW);
      return;
    }
    setLoading(true);
    setMost((count) => count + WINDOW);
    commands
      .older(id)
      .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }))
      .finally(() => setLoading(false));
  }

  return (
    <div className="log-wrap">
      <div className="log" ref={box} onScroll={onScroll} tabIndex={0} data-pane="thread" role="region" aria-label={t("thread.messages")}>
        {thread === null ? <Loading /> : null}
        {more ? (
          <button type="button" className="btn sm ghost older" onClick={loadOlder} disabled={loading}>
            {loading ? t("loading") : t("thread.older")}
          </button>
        ) : null}
        {older.length > 0 ? (
          <div className="lines">
            {older.map((line) => (
              <LineView key={line.key} line={line} conversation={id} customer={customerName} language={item?.language ?? null} />
            ))}
          </div>
        ) : null}
        <div className="lines" role="log" aria-label={t("thread.newest")}>
          {newest.map((line) => (
            <LineView key={line.key} line={line} conversation={id} customer={customerName} language={item?.language ?? null} />
          ))}
        </div>
        {typing === undefined || item === null ? null : (
          <div className={typing.who === "customer" ? "msg" : "msg end person"}>
            <Avatar
              voice={typing.who === "customer" ? "customer" : "person"}
              initials={typing.who === "customer" ? item.customer.initials : (typing.name ?? "").slice(0, 1)}
            />
            <div className="bub">
              <span className="typing" role="img" aria-label={t("is_typing", { name: typing.name ?? customerName ?? "" })}>
                <i />
                <i />
                <i />
              </span>
            </div>
          </div>
        )}
      </div>
      {below > 0 ? (
        <button type="button" className="btn sm to-end" onClick={toEnd}>
          {t("thread.new_below", { count: below })}
        </button>
      ) : null}
    </div>
  );
}

/** Stays at the end while the reader is there; otherwise counts what came and leaves the page alone. */
function usePinned(lines: readonly Line[], typing: boolean) {
  const empty = lines.length === 0;
  const box = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const [readUpTo, setReadUpTo] = useState<string | undefined>();
  const last = lines.at(-1)?.key;

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    pinned.current = true;
  }, []);

  useLayoutEffect(() => {
    if (!pinned.current) return;
    toEnd();
    setReadUpTo(last);
  }, [last, typing, toEnd]);

  // The composer grows, a drawer opens, a font arrives: the end stays the end.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => pinned.current && toEnd());
    watch.observe(element);
    for (const child of element.children) watch.observe(child);
    return () => watch.disconnect();
  }, [toEnd, empty]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (pinned.current) setReadUpTo(last);
  }, [last]);

  const from = lines.findIndex((line) => line.key === readUpTo);
  const below = pinned.current || from === -1 ? 0 : lines.length - 1 - from;
  return { box, onScroll, below, toEnd };
}

/** A failed send is the one thing that may interrupt; everything else is read politely by the log itself. */
function useSpoken(lines: readonly Line[]): void {
  const { t } = useTranslation();
  const failed = lines.filter((line) => (line.type === "message" || line.type === "note") && line.echo?.state === "failed").length;
  useEffect(() => {
    if (failed > 0) announce(t("thread.not_sent"));
  }, [failed, t]);
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" className="grid g4">
      <span className="vh">{t("loading")}</span>
      {[40, 62, 50].map((width, n) => (
        <span className="sk bub-sk" data-end={n === 1 ? "" : undefined} style={{ inlineSize: `${width}%` }} key={width} aria-hidden="true" />
      ))}
    </div>
  );
}
