import { ArrowDownWideNarrow, Search, X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { search as searchAction } from "../../actions/search.ts";
import { useRun } from "../../actions/use.ts";
import type { Id, Item, ViewName } from "../../api/types.ts";
import { countsOf, rows, SORTS } from "../../state/views.ts";
import { show, useCommands, useDesk, useNow, useSurface } from "../../state/use.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Pips } from "../../ui/Marks.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Rows } from "./Rows.tsx";
import { useHeld } from "./useHeld.ts";
import { ViewTabs } from "./ViewTabs.tsx";

export interface ListProps {
  onOpen: (id: Id) => void;
  /** Told whenever the order changes, so that J and K walk the list as it is shown. */
  onOrder: (ids: readonly Id[]) => void;
  /** What stands above the rows, whatever the view: answers to check, heads-ups. */
  above?: ReactNode;
}

export function List({ onOpen, onOrder, above }: ListProps) {
  const { t } = useTranslation();
  const commands = useCommands();
  const desk = useDesk((all) => all);
  const view = useSurface((surface) => surface.view);
  const sort = useSurface((surface) => surface.sort);
  const search = useSurface((surface) => surface.search);
  const current = useSurface((surface) => surface.current);
  // Rows change places by events, not by the second: the minute is enough for snoozes that end.
  const minute = Math.floor(useNow() / 20_000);
  const { me } = desk;
  const found = useMemo(
    () => rows(desk, view, sort, search ?? "", minute * 20_000),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only these parts of the desk matter
    [desk.items, desk.me, view, sort, search, minute],
  );
  const snoozed = useMemo(
    () => (view === "mine" ? rows(desk, "snoozed", sort, search ?? "", minute * 20_000) : []),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- as above
    [desk.items, desk.me, view, sort, search, minute],
  );
  const held = useHeld(found, `${view}:${sort}:${search ?? ""}`, current);
  const order = useMemo(() => {
    const late = (item: Item): boolean => view === "waiting" && item.stage === "deferred";
    const shown = [...held.shown.filter((item) => !late(item)), ...held.shown.filter(late)];
    return [...shown, ...snoozed].map((item) => item.id);
  }, [held.shown, snoozed, view]);
  useEffect(() => onOrder(order), [order, onOrder]);

  const [failed, setFailed] = useState(false);
  const load = useCallback(
    (more = false) => {
      setFailed(false);
      commands.list(view, more).catch(() => setFailed(true));
    },
    [commands, view],
  );
  useEffect(() => load(), [load]);

  const page = desk.pages[view];
  return (
    <section className="list" aria-label={t("list.title")} data-pane="list">
      <Header sort={sort} view={view} search={search} />
      <ViewTabs view={view} counts={countsOf(desk, minute * 20_000)} />
      <div className="rows-w">
        {held.waiting > 0 ? (
          <button type="button" className="btn sm newer" onClick={held.release}>
            {t("list.newer", { count: held.waiting })}
          </button>
        ) : null}
        <div className="rows" {...held.holding}>
          {above}
          <Sections view={view} label={t(`sort.${sort}`)} items={held.shown} current={current} onOpen={onOpen} />
          {snoozed.length > 0 ? (
            <>
              <p className="grp">{t("view.snoozed")}</p>
              <Rows label={t("view.snoozed")} items={snoozed} current={current} onOpen={onOpen} />
            </>
          ) : null}
          {page === undefined && !failed && held.shown.length === 0 ? <Skeleton /> : null}
          {failed ? (
            <div className="empty small" role="alert">
              <p className="sm">{t("list.failed")}</p>
              <button type="button" className="btn sm" onClick={() => load()}>
                {t("try_again")}
              </button>
            </div>
          ) : null}
          {page !== undefined && held.shown.length === 0 && snoozed.length === 0 ? (
            <div className="empty">
              <p className="sm">{search ? t("list.none_found") : t(`list.none.${view}`)}</p>
            </div>
          ) : null}
          {page?.next ? (
            <button type="button" className="btn sm ghost" onClick={() => load(true)}>
              {t("list.more")}
            </button>
          ) : null}
        </div>
      </div>
      <footer className="row xs dim list-f">
        {me === null ? null : (
          <span className="row nowrap">
            <Pips taken={me.load} of={me.capacity} />
            {t("list.capacity", { taken: me.load, of: me.capacity })}
          </span>
        )}
        <span className="sp" />
        <span className="row g1 nowrap hide-m" aria-hidden="true">
          <Keys keys="j k" /> {t("list.move")} <Keys keys="?" /> {t("list.keys")}
        </span>
      </footer>
    </section>
  );
}

/** Who stands in line now, and whom an answer was promised for later, are two different waits. */
function Sections({ view, ...rows }: { view: ViewName; label: string; items: readonly Item[]; current: Id | null; onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const later = view === "waiting" ? rows.items.filter((item) => item.stage === "deferred") : [];
  if (later.length === 0) return <Rows {...rows} />;
  const line = rows.items.filter((item) => item.stage !== "deferred");
  return (
    <>
      {line.length > 0 ? <p className="grp">{t("list.line")}</p> : null}
      <Rows {...rows} items={line} />
      <p className="grp">{t("list.later")}</p>
      <Rows {...rows} label={t("list.later")} items={later} />
    </>
  );
}

function Header({ sort, view, search }: { sort: (typeof SORTS)[number]; view: string; search: string | null }) {
  const { t } = useTranslation();
  const run = useRun();
  const input = useRef<HTMLInputElement>(null);
  if (search !== null) {
    return (
      <div className="row list-h" role="search">
        <div className="search sp">
          <Icon of={Search} size="s" />
          <input
            ref={input}
            className="input"
            type="search"
            aria-label={t("list.search")}
            placeholder={t("list.search")}
            value={search}
            data-focus="search"
            onChange={(event) => show({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              show({ search: null });
            }}
          />
        </div>
        <IconButton icon={X} label={t("list.search_close")} onClick={() => show({ search: null })} />
      </div>
    );
  }
  return (
    <div className="row list-h">
      <h1 className="nowrap ell">{t(`title.${view}`)}</h1>
      <span className="sp" />
      <IconButton icon={Search} label={t("list.search")} keys="/" onClick={() => run(searchAction)} />
      <Menu
        label={t("list.sort")}
        trigger={
          <button type="button" className="ib" aria-label={t("list.sorted", { by: t(`sort.${sort}`) })}>
            <Icon of={ArrowDownWideNarrow} />
          </button>
        }
      >
        {SORTS.map((name) => (
          <MenuItem key={name} checked={name === sort} onSelect={() => show({ sort: name })}>
            {t(`sort.${name}`)}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="sk-rows">
      <span className="vh">{t("loading")}</span>
      {[60, 75, 50].map((width) => (
        <div className="li" key={width} aria-hidden="true">
          <span className="sk sk-av" />
          <span className="sk" style={{ inlineSize: `${width}%` }} />
          <span />
          <span className="sk" style={{ inlineSize: "90%" }} />
        </div>
      ))}
    </div>
  );
}

