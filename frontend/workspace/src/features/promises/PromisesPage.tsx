import { useInfiniteQuery } from "@tanstack/react-query";
import { FileClock, Mail, MessageCircleReply, Phone, PhoneCall } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromiseKind, PromisePage, PromiseShown } from "../../api/line.ts";
import type { Id } from "../../api/types.ts";
import { useCommands, useNow } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { DueChip } from "../../ui/DueChip.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { CallSheet } from "./CallSheet.tsx";
import { CallsTried } from "./CallsTried.tsx";
import { byDue, nameOf, SECTIONS, stateAt } from "./reading.ts";

type Filter = "all" | PromiseKind;
const FILTERS: readonly Filter[] = ["all", "callback", "case", "next_answer"];
const REFRESH_MS = 10_000;

/** Everything that somebody was promised, in the order in which it is due. */
export function PromisesPage({ onOpen }: { onOpen: (conversation: Id) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [filter, setFilter] = useState<Filter>("all");
  const [mine, setMine] = useState(false);
  const [calling, setCalling] = useState<PromiseShown | null>(null);
  const asked = new URLSearchParams({ ...(filter === "all" ? {} : { kind: filter === "next_answer" ? "first_answer,next_answer" : filter }), ...(mine ? { mine: "true" } : {}) }).toString();
  const page = useInfiniteQuery({
    queryKey: ["promises", filter, mine],
    initialPageParam: "",
    queryFn: ({ pageParam }) => commands.get<PromisePage>(`/promises?${asked}${pageParam === "" ? "" : `&after=${encodeURIComponent(pageParam)}`}`),
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
    retry: false,
  });
  const minute = Math.floor(useNow() / 10_000) * 10_000;
  const all = byDue(page.data?.pages.flatMap((one) => one.items) ?? []);
  const counts = page.data?.pages[0]?.counts;

  return (
    <>
      <header className="page-h">
        <h1>{t("promises.title")}</h1>
        {counts === undefined ? null : (
          <span className="row g1 wrap">
            {counts.broken > 0 ? <span className="chip bad">{t("promises.late", { count: counts.broken })}</span> : null}
            {counts.soon > 0 ? <span className="chip warn">{t("promises.soon", { count: counts.soon })}</span> : null}
          </span>
        )}
        <span className="sp" />
        <div className="tabs" role="group" aria-label={t("promises.filter")}>
          {FILTERS.map((name) => (
            <button type="button" className="tab" key={name} aria-pressed={filter === name} onClick={() => setFilter(name)}>
              {t(`promises.kind.${name}`)}
            </button>
          ))}
        </div>
        <label className="row sm">
          <input type="checkbox" className="switch" checked={mine} onChange={(event) => setMine(event.target.checked)} />
          {t("promises.mine")}
        </label>
      </header>
      <div className="page-b promises">
        {page.isError && page.data === undefined ? (
          <div className="banner bad" role="alert">
            <span>{t("promises.failed")}</span>
            <span className="sp" />
            <button type="button" className="btn sm" onClick={() => void page.refetch()}>
              {t("try_again")}
            </button>
          </div>
        ) : page.data === undefined ? (
          <p role="status" className="sm mut">
            {t("loading")}
          </p>
        ) : all.length === 0 ? (
          <div className="empty">
            <h2>{t("promises.none")}</h2>
            <p>{t(mine || filter !== "all" ? "promises.none_here" : "promises.none_help")}</p>
          </div>
        ) : (
          SECTIONS.map((section) => {
            const rows = all.filter((one) => stateAt(one, minute) === section);
            return rows.length === 0 ? null : (
              <section key={section} aria-label={t(`promises.section.${section}`)}>
                <h2 className="grp">{t(`promises.section.${section}`)}</h2>
                <ul className="card promise-l">
                  {rows.map((one) => (
                    <Row key={`${one.conversation}:${one.kind}`} one={one} onOpen={onOpen} onCall={setCalling} />
                  ))}
                </ul>
              </section>
            );
          })
        )}
        {page.hasNextPage ? (
          <button type="button" className="btn ghost" disabled={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>
            {t("list.more")}
          </button>
        ) : null}
      </div>
      {calling === null ? null : <CallSheet promise={calling} onClose={() => setCalling(null)} onOpen={onOpen} onDone={() => void page.refetch()} />}
    </>
  );
}

const KINDS = { callback: PhoneCall, case: FileClock, first_answer: MessageCircleReply, next_answer: MessageCircleReply } as const;

function Row({ one, onOpen, onCall }: { one: PromiseShown; onOpen: (conversation: Id) => void; onCall: (one: PromiseShown) => void }) {
  const { t, i18n } = useTranslation();
  const { name, initials } = nameOf(one);
  const shown = name ?? t("visitor", { case: one.case ?? "" });
  const due = one.again_at ?? one.slot ?? one.due_at;
  return (
    <li className="promise" data-conversation={one.conversation}>
      <Avatar voice="customer" initials={initials} />
      <div className="promise-m">
        <p className="row wrap g1">
          <b dir="auto">{shown}</b>
          {one.case === null ? null : <span className="xs dim num">#{one.case}</span>}
          <DueChip at={one.due_at} kind={one.kind} state={one.state} />
        </p>
        <p className="xs dim row wrap promise-f">
          <span className="row g1">
            <Icon of={KINDS[one.kind] ?? FileClock} size="xs" />
            {t(`due.${one.kind}`)}
          </span>
          <span className="num">{dayAndTime(due, i18n.language)}</span>
          {one.team === null ? null : <span>{one.team.name}</span>}
          {one.agent === null ? null : <span dir="auto">{one.agent.name}</span>}
          {one.phone === null ? null : (
            <span className="row g1">
              <Icon of={Phone} size="xs" /> <bdi className="num">{one.phone}</bdi>
            </span>
          )}
          {one.email === null || one.kind === "callback" ? null : (
            <span className="row g1">
              <Icon of={Mail} size="xs" /> <bdi>{one.email}</bdi>
            </span>
          )}
        </p>
        {one.summary === "" ? null : (
          <p className="sm mut promise-s" dir="auto">
            {one.summary}
          </p>
        )}
        <CallsTried calls={one.calls} again={one.again_at} />
      </div>
      <div className="promise-a">
        {one.kind === "callback" ? (
          <button type="button" className="btn sm person" aria-label={t("call.start_for", { name: shown })} onClick={() => onCall(one)}>
            <Icon of={PhoneCall} size="s" />
            {t("call.start")}
          </button>
        ) : null}
        <button type="button" className="btn sm" aria-label={t("promises.open_of", { name: shown })} onClick={() => onOpen(one.conversation)}>
          {t("promises.open")}
        </button>
      </div>
    </li>
  );
}
