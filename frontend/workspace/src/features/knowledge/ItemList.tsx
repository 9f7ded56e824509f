import { CircleCheck, CircleOff, FileText, FolderOpen, Globe, MessageCircleQuestionMark, RefreshCw, Search, TriangleAlert, Upload, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Filter, FILTERS, type Gap, type KnowledgeItem, type KnowledgeSource, type SourceKind } from "../../api/knowledge.ts";
import type { Id } from "../../api/types.ts";
import { now } from "../../core/clock.ts";
import { Icon } from "../../ui/Icon.tsx";
import { hasWords, NEW, useEdits } from "./edits.ts";
import { isReading, useSources } from "./queries.ts";
import { markOf, monthsSince, type Rights, shareOf } from "./reading.ts";
import { useAgo, usePercent } from "../../ui/figures.ts";

export interface ItemListProps {
  items: readonly KnowledgeItem[];
  counts: Partial<Record<Filter, number>>;
  state: "pending" | "failed" | "ready";
  onAgain: () => void;
  more: (() => void) | null;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  search: string;
  onSearch: (search: string) => void;
  /** Only what came from there. */
  source: KnowledgeSource | null;
  onSource: (source: KnowledgeSource | null) => void;
  gaps: readonly Gap[] | null;
  gap: Gap | null;
  onGap: (gap: Gap) => void;
  current: Id | null;
  onOpen: (id: Id) => void;
  onSheet: (source: Id) => void;
  rights: Rights;
}

/** Everything there is, what is missing, and where it comes from. */
export function ItemList(props: ItemListProps) {
  const { t } = useTranslation();
  const { filter, counts, search, source } = props;
  return (
    <nav className="kl" aria-label={t("knowledge.list")}>
      <div className="kl-h">
        <div className="search">
          <Icon of={Search} size="s" />
          <input className="input" type="search" data-focus="knowledge-search" aria-keyshortcuts="/" aria-label={t("knowledge.search")} placeholder={t("knowledge.search_short")} value={search} onChange={(event) => props.onSearch(event.target.value)} />
        </div>
        <div className="tabs kl-f" role="group" aria-label={t("knowledge.filter")}>
          {FILTERS.map((one) => (
            <button type="button" className="tab" key={one} aria-pressed={filter === one} onClick={() => props.onFilter(one)}>
              {t(`knowledge.filters.${one}`)}
              {one === "all" || (counts[one] ?? 0) === 0 ? null : <span className="badge soft">{counts[one]}</span>}
            </button>
          ))}
        </div>
        {source === null ? null : (
          <p className="row xs">
            <span className="chip line ell">{t("knowledge.only_from", { name: source.name })}</span>
            <button type="button" className="chip-x" aria-label={t("knowledge.from_all")} onClick={() => props.onSource(null)}>
              <Icon of={X} size="xs" />
            </button>
          </p>
        )}
      </div>
      <div className="kl-b">{filter === "gaps" ? <Gaps {...props} /> : <Items {...props} />}</div>
      <Sources onSheet={props.onSheet} />
    </nav>
  );
}

function Items({ items, state, onAgain, more, search, filter, current, onOpen }: ItemListProps) {
  const { t } = useTranslation();
  const written = useEdits();
  const begun = hasWords(written[NEW]) ? written[NEW] : undefined;
  if (state === "pending") return <Waiting />;
  if (state === "failed") return <Failed onAgain={onAgain} />;
  if (items.length === 0 && begun === undefined) return <p className="sm mut kl-none">{t(search === "" ? `knowledge.none.${filter}` : "knowledge.none_found")}</p>;
  return (
    <>
      <ul className="col kl-l">
        {begun === undefined ? null : (
          <li>
            <button type="button" className="ki" aria-current={current === NEW ? "true" : undefined} onClick={() => onOpen(NEW)}>
              <b className="ell">
                <bdi>{begun.title || t("knowledge.untitled")}</bdi>
              </b>
              <span className="chip draft">{t("draft")}</span>
              <span className="xs dim">{t("knowledge.state.new")}</span>
            </button>
          </li>
        )}
        {items.map((item) => (
          <li key={item.id}>
            <Row item={item} unsaved={written[item.id] !== undefined} current={item.id === current} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {more === null ? null : (
        <button type="button" className="btn sm ghost block" onClick={more}>
          {t("knowledge.more")}
        </button>
      )}
    </>
  );
}

function Row({ item, unsaved, current, onOpen }: { item: KnowledgeItem; unsaved: boolean; current: boolean; onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const months = monthsSince(item.updated, now());
  const mark = markOf(item);
  const box = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) box.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <button type="button" className="ki" ref={box} aria-current={current ? "true" : undefined} onClick={() => onOpen(item.id)}>
      <b className="ell">
        <bdi>{item.title || t("knowledge.untitled")}</bdi>
      </b>
      {mark === "draft" ? (
        <span className="chip draft">{t("draft")}</span>
      ) : mark === "off" ? (
        <Shown icon={CircleOff} word={t("knowledge.mark.off")} tone="dim" />
      ) : mark === "stale" ? (
        <Shown icon={TriangleAlert} word={t("knowledge.mark.stale")} tone="warn" />
      ) : (
        <Shown icon={CircleCheck} word={t("knowledge.mark.live")} tone="ok" />
      )}
      <span className={mark === "stale" ? "xs warn" : "xs dim"}>
        {unsaved ? (
          t("knowledge.state.unsaved")
        ) : mark === "stale" ? (
          t("knowledge.not_checked", { count: Math.max(1, months) })
        ) : mark === "off" ? (
          t("knowledge.is_off")
        ) : item.used === 0 ? (
          t("knowledge.unused")
        ) : (
          <>
            {t("knowledge.used", { count: item.used })}
            {item.helped === null ? null : ` · ${t("knowledge.helped", { share: percent(item.helped) })}`}
          </>
        )}
      </span>
    </button>
  );
}

function Shown({ icon, word, tone }: { icon: typeof CircleCheck; word: string; tone: string }) {
  return (
    <span className={tone} title={word}>
      <Icon of={icon} size="s" />
      <span className="vh">{word}</span>
    </span>
  );
}

function Gaps({ gaps, gap, onGap, search, state, onAgain }: ItemListProps) {
  const { t } = useTranslation();
  const ago = useAgo();
  if (gaps === null) return state === "failed" ? <Failed onAgain={onAgain} /> : <Waiting />;
  const words = search.toLocaleLowerCase().trim();
  const shown = gaps.filter((one) => one.question.toLocaleLowerCase().includes(words));
  if (shown.length === 0) return <p className="sm mut kl-none">{t(search === "" ? "knowledge.none.gaps" : "knowledge.none_found")}</p>;
  return (
    <ul className="col kl-l">
      {shown.map((one) => (
        <li key={one.question}>
          <button type="button" className="ki" aria-current={gap?.question === one.question ? "true" : undefined} onClick={() => onGap(one)}>
            <b className="two-lines" dir="auto">
              “{one.question}”
            </b>
            <span className="dim">
              <Icon of={MessageCircleQuestionMark} size="s" />
            </span>
            <span className="xs dim">
              {t("knowledge.gap.times", { count: one.times })} · {t("knowledge.gap.handed", { count: one.handed_over })} · {ago(one.last)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export const SOURCE_ICON: Readonly<Record<SourceKind, typeof Globe>> = { site: Globe, folder: FolderOpen, upload: Upload, articles: FileText };

/** Where items come from, how far a reading is, and what could not be read. */
function Sources({ onSheet }: { onSheet: (source: Id) => void }) {
  const { t } = useTranslation();
  const asked = useSources();
  const ago = useAgo();
  const sources = (asked.data?.items ?? []).filter((source) => source.kind !== "articles" && !unusedUploads(source));
  if (sources.length === 0) return null;
  return (
    <section className="kl-s" aria-labelledby="knowledge-sources">
      <h2 id="knowledge-sources" className="xs dim">
        {t("knowledge.sources")}
      </h2>
      <ul className="col">
        {sources.map((source) => {
          const reading = isReading(source);
          const share = shareOf(source);
          return (
            <li key={source.id}>
              <button type="button" className="ki" onClick={() => onSheet(source.id)}>
                <b className="ell">
                  <bdi>{source.name}</bdi>
                </b>
                <span className={source.sync.state === "failed" ? "bad" : "dim"}>
                  <Icon of={source.sync.state === "failed" ? TriangleAlert : reading ? RefreshCw : SOURCE_ICON[source.kind]} size="s" className={reading ? "turning" : ""} />
                </span>
                <span className="xs dim">
                  <SourceNow source={source} ago={ago} />
                </span>
                {reading ? (
                  <span className="prog" role="progressbar" aria-label={t("knowledge.source.reading_label", { name: source.name })} aria-valuemin={0} aria-valuemax={100} {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}>
                    <i style={{ inlineSize: `${Math.round((share ?? 0.08) * 100)}%` }} />
                  </span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The place for uploaded files is always there; it is shown once there is something in it. */
const unusedUploads = ({ kind, items, sync, failures }: KnowledgeSource): boolean => kind === "upload" && items === 0 && failures.length === 0 && sync.state !== "running";

/** One line about a source: what it holds and when it was read, or how far it is. */
export function SourceNow({ source, ago }: { source: KnowledgeSource; ago: (at: string) => string }): ReactNode {
  const { t } = useTranslation();
  const { sync, kind, items } = source;
  if (sync.state === "running") return <span className="num">{sync.total === 0 ? t("knowledge.source.begun") : t("knowledge.source.reading", { done: sync.done, total: sync.total })}</span>;
  const holds = `${t(`knowledge.source.kind.${kind}`)} · ${t(kind === "site" ? "knowledge.source.pages" : "knowledge.source.documents", { count: items })}`;
  const parts = sync.state === "failed" ? t("knowledge.source.failed") : sync.ended === null ? t("knowledge.source.never") : t("knowledge.source.read", { ago: ago(sync.ended) });
  const bad = source.failures.length;
  return (
    <>
      {holds}, {parts}
      {bad === 0 ? null : <span className="warn"> · {t("knowledge.source.unread", { count: bad })}</span>}
    </>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="kl-w" role="status">
      <span className="vh">{t("loading")}</span>
      {[64, 48, 72, 55, 60].map((wide) => (
        <span className="ki" key={wide} aria-hidden="true">
          <i className="sk" style={{ inlineSize: `${wide}%` }} />
          <i className="sk thin" style={{ inlineSize: `${wide - 12}%` }} />
        </span>
      ))}
    </div>
  );
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="kl-none grid g2" role="alert">
      <p className="sm">{t("knowledge.failed")}</p>
      <button type="button" className="btn sm" onClick={onAgain}>
        {t("try_again")}
      </button>
    </div>
  );
}
