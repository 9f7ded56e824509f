import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "../api/types.ts";
import { Approval } from "../features/approval/Approval.tsx";
import { RunApproval } from "../features/approval/RunApproval.tsx";
import { ToCheck } from "../features/approval/ToCheck.tsx";
import { Composer } from "../features/composer/Composer.tsx";
import { Suggestion } from "../features/composer/Suggestion.tsx";
import { HeadsUps } from "../features/headsup/HeadsUps.tsx";
import { List } from "../features/list/List.tsx";
import { Thread } from "../features/thread/Thread.tsx";
import { ThreadHeader } from "../features/thread/ThreadHeader.tsx";
import { neighbour } from "../state/views.ts";
import { show, surface, useCommands, useItem, useMay, usePreferences, useSurface, useThread } from "../state/use.ts";
import { Refused } from "../api/transport.ts";
import { Empty } from "./Empty.tsx";
import { focusOn } from "./focus.ts";
import { OfflineBanner } from "./OfflineBanner.tsx";
import { listOrder } from "./order.ts";
import { Panel } from "./Panel.tsx";
import { Sheets } from "./Sheets.tsx";

/** List, thread and panel: the desk itself. On a phone one of them at a time. */
export function Conversations() {
  const { t } = useTranslation();
  const commands = useCommands();
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const id = (params as { conversation?: Id }).conversation ?? null;
  const item = useItem(id);
  const [missing, setMissing] = useState(false);
  const wantsPanel = usePreferences((chosen) => chosen.panel);
  const drawer = useSurface((open) => open.drawer);

  useEffect(() => {
    show({ current: id, drawer: false });
    commands.looking(id);
    setMissing(false);
    if (id === null) return;
    commands.open(id).catch((error: unknown) => setMissing(error instanceof Refused && error.problem.status === 404));
    return () => commands.looking(null);
  }, [id, commands]);

  // On other pages no conversation is open: keys must not act on one that nobody sees.
  useEffect(() => () => show({ current: null }), []);

  // What arrives in a hidden window has not been seen; it is when the window comes back.
  useEffect(() => {
    const look = (): void => (document.hidden ? undefined : commands.looking(id));
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [id, commands]);

  const open = useCallback((next: Id) => void navigate({ to: "/c/$conversation", params: { conversation: next } }), [navigate]);

  /** After something left this desk, the next one in the list is at hand. */
  const onDone = useCallback(
    (left: boolean) => {
      if (!left) return;
      const order = listOrder.get();
      const next = neighbour(order, surface.get().current, 1);
      const phone = matchMedia("(max-width: 760px)").matches;
      if (phone || next === null || next === surface.get().current) void navigate({ to: "/" });
      else open(next);
      focusOn("list");
    },
    [navigate, open],
  );

  return (
    <div className="ws" data-open={id === null ? undefined : ""} data-drawer={drawer ? "" : undefined} data-panel={wantsPanel ? "" : undefined}>
      <main className="contents">
        <List
          onOpen={open}
          onOrder={listOrder.set}
          above={
            <>
              <ToCheck onOpen={open} />
              <HeadsUps current={id} onOpen={open} />
            </>
          }
        />
        <section
          id="main"
          className="thread"
          tabIndex={-1}
          aria-label={item === null ? t("thread.none") : t("thread.with", { name: item.customer.name ?? t("the_customer") })}
        >
          {id === null ? <Empty /> : missing ? <Missing /> : <OpenThread id={id} key={id} onBack={() => void navigate({ to: "/" })} />}
        </section>
      </main>
      <Panel id={id} />
      {item === null ? null : <Sheets item={item} onDone={onDone} />}
    </div>
  );
}

function OpenThread({ id, onBack }: { id: Id; onBack: () => void }) {
  const item = useItem(id);
  const thread = useThread(id);
  const may = useMay(item);
  const brief = thread?.brief ?? null;
  const note = useSurface((open) => open.mode[id] === "note");
  const greet = may.has("say") && !note && brief !== null && !spoke(thread?.events, brief.since);
  return (
    <>
      {item === null ? <header className="th-h" /> : <ThreadHeader item={item} onBack={onBack} />}
      <OfflineBanner />
      <Thread id={id} />
      {item === null ? null : (
        <div className="foot">
          {greet ? <Suggestion brief={brief} language={item.language} /> : null}
          <RunApproval item={item} />
          <Approval item={item} />
          <Composer item={item} />
        </div>
      )}
    </>
  );
}

/** A greeting is for the first word; once somebody of ours has spoken since the handoff it is out of place. */
function spoke(events: readonly { at: string; event: { kind: string; author?: string } }[] | undefined, since: string): boolean {
  const from = Date.parse(since);
  const joined = events?.findLast((one) => one.event.kind === "agent_joined" || one.event.kind === "transferred");
  const start = Math.max(from, joined === undefined ? 0 : Date.parse(joined.at));
  return events?.some((one) => one.event.kind === "message" && one.event.author === "agent" && Date.parse(one.at) >= start) ?? false;
}

function Missing() {
  const { t } = useTranslation();
  return (
    <div className="empty fill">
      <h2>{t("thread.missing")}</h2>
      <p>{t("thread.missing_help")}</p>
    </div>
  );
}
