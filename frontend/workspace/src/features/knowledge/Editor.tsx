import { CircleCheck, CircleOff, History as HistoryIcon, Pencil, PencilLine, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FullItem } from "../../api/knowledge.ts";
import { now } from "../../core/clock.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { PassDrawing } from "../../ui/Marks.tsx";
import { useLanguage } from "../../ui/figures.ts";
import { About } from "./About.tsx";
import { Answers } from "./Answers.tsx";
import { Body } from "./Body.tsx";
import { Conflict } from "./Conflict.tsx";
import { ItemDraftBox } from "./DraftBoxes.tsx";
import { dropEdit, keepEdit, NEW } from "./edits.ts";
import { History } from "./History.tsx";
import { Phrasings } from "./Phrasings.tsx";
import { type Edit, markOf, monthsSince, neverLive, type Rights, sameWords, type Words, wordsOf } from "./reading.ts";
import { useSaving } from "./useSaving.ts";

export interface EditorProps {
  id: Id | null;
  full: FullItem | null;
  state: "pending" | "failed" | "ready";
  error: unknown;
  onAgain: () => void;
  rights: Rights;
  edit: Edit | undefined;
  /** There is nothing at all yet. */
  empty: boolean;
  onCreated: (id: Id) => void;
  onGone: () => void;
  onSite: (() => void) | null;
  onUpload: (() => void) | null;
  onWrite: (() => void) | null;
}

/** One item: what it says, how customers ask for it, how it may be used, and what it answered. */
export function Editor(props: EditorProps) {
  const { t } = useTranslation();
  const { id, full, state, error } = props;
  if (id === null) return props.empty ? <Nothing {...props} /> : <section className="ed" aria-label={t("knowledge.item")}><div className="empty fill"><p>{t("knowledge.pick")}</p></div></section>;
  if (id === NEW) return <Written {...props} full={null} />;
  if (full !== null) return <Written {...props} full={full} />;
  const missing = error instanceof Refused && error.problem.status === 404;
  return (
    <section className="ed" aria-label={t("knowledge.item")}>
      {state === "pending" ? (
        <div className="grid g4" role="status">
          <span className="vh">{t("loading")}</span>
          <i className="sk" style={{ inlineSize: "30%" }} />
          <i className="sk tall" style={{ inlineSize: "70%" }} />
          {[92, 84, 88, 40].map((wide) => (
            <i className="sk" style={{ inlineSize: `${wide}%` }} key={wide} />
          ))}
        </div>
      ) : (
        <div className="empty" role="alert">
          <h2>{t(missing ? "knowledge.missing" : "knowledge.failed")}</h2>
          <p>{t(missing ? "knowledge.missing_help" : "knowledge.failed_help")}</p>
          <button type="button" className="btn" onClick={missing ? props.onGone : props.onAgain}>
            {t(missing ? "knowledge.to_list" : "try_again")}
          </button>
        </div>
      )}
    </section>
  );
}

/** The first steps: a website, files, or one's own words. */
function Nothing({ onSite, onUpload, onWrite }: EditorProps) {
  const { t } = useTranslation();
  return (
    <section className="ed" aria-label={t("knowledge.item")}>
      <div className="empty fill">
        <PassDrawing />
        <h2>{t("knowledge.empty")}</h2>
        <p>{t(onWrite === null ? "knowledge.empty_reader" : "knowledge.empty_help")}</p>
        <div className="row wrap kn-first">
          {onSite === null ? null : (
            <button type="button" className="btn primary" onClick={onSite}>
              {t("knowledge.add_site")}
            </button>
          )}
          {onUpload === null ? null : (
            <button type="button" className="btn" onClick={onUpload}>
              {t("knowledge.add_files")}
            </button>
          )}
          {onWrite === null ? null : (
            <button type="button" className={onSite === null ? "btn primary" : "btn"} onClick={onWrite}>
              {t("knowledge.new")}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

function Written({ id, full, rights, edit, onCreated, onGone }: EditorProps & { full: FullItem | null }) {
  const { t } = useTranslation();
  const online = useDesk((desk) => desk.link.status !== "offline");
  const [history, setHistory] = useState(false);
  const titleId = useId();
  const key = id ?? NEW;
  const words: Words = full === null ? (edit ?? { title: "", body: "", examples: [] }) : wordsOf(full, edit);
  const before = full === null ? { title: "", body: "", examples: [] } : wordsOf(full, undefined);
  const dirty = edit !== undefined && !sameWords(words, before);
  const saving = useSaving({ full, words, dirty, rights, onCreated });

  function change(more: Partial<Words>): void {
    const next: Edit = { ...words, ...more, version: edit?.version ?? full?.version ?? 0 };
    // What is as it was is not an edit any more, so that nothing asks to be saved.
    if (full !== null && sameWords(next, before)) dropEdit(key);
    else keepEdit(key, next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === "Enter") saving.main();
    else if (event.key.toLowerCase() === "s") saving.draft();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const publishable = dirty || full?.draft != null || full === null;
  return (
    <article className="ed" aria-label={t("knowledge.item")} onKeyDown={onKeyDown}>
      <div className="row wrap ed-h">
        <State full={full} dirty={dirty} />
        <Owner full={full} />
        <span className="sp" />
        {full === null ? null : (
          <button type="button" className="btn sm ghost" onClick={() => setHistory(true)}>
            <Icon of={HistoryIcon} size="s" />
            {t("knowledge.history")}
          </button>
        )}
        {dirty && full !== null ? (
          <button type="button" className="btn sm ghost" onClick={() => dropEdit(key)}>
            {t("delivery.discard")}
          </button>
        ) : null}
        {rights.edit && dirty && (rights.publish || full !== null) ? (
          <button type="button" className="btn sm" disabled={saving.busy || words.title.trim() === ""} aria-keyshortcuts="Control+S" onClick={saving.draft}>
            {t("knowledge.save_draft")}
          </button>
        ) : null}
        {rights.publish ? (
          <button type="button" className="btn sm primary" disabled={saving.busy || !publishable || words.title.trim() === "" || !online} aria-keyshortcuts="Control+Enter" onClick={saving.main}>
            {t("knowledge.publish")} <Keys keys="mod+enter" />
          </button>
        ) : rights.edit && full === null ? (
          <button type="button" className="btn sm primary" disabled={saving.busy || words.title.trim() === "" || !online} aria-keyshortcuts="Control+Enter" onClick={saving.main}>
            {t("knowledge.save_draft")} <Keys keys="mod+enter" />
          </button>
        ) : null}
      </div>
      {online ? null : <p className="banner">{t("knowledge.offline")}</p>}
      {!rights.edit ? <p className="banner info">{t("knowledge.read_only")}</p> : rights.publish || full?.draft == null ? null : <p className="banner info">{t("knowledge.publish_by")}</p>}
      {saving.problem === null ? null : saving.problem.code === "stale_item" && full !== null ? (
        <Conflict full={full} words={words} onTheirs={saving.theirs} onMine={saving.mine} />
      ) : (
        <p className="banner bad" role="alert">
          {t(`knowledge.refused.${saving.problem.code}`, { defaultValue: t("knowledge.refused.unknown") })}
        </p>
      )}
      <label className="vh" htmlFor={titleId}>
        {t("knowledge.title_label")}
      </label>
      {/* A heading that is written in: as tall as its words. */}
      <div className="grow title" data-text={`${words.title} `}>
        <textarea id={titleId} rows={1} data-focus="knowledge-title" dir="auto" maxLength={200} readOnly={!rights.edit} placeholder={t("knowledge.title_placeholder")} value={words.title} onChange={(event) => change({ title: event.target.value.replaceAll("\n", " ") })} />
      </div>
      <Body key={key} words={words} full={full} editable={rights.edit} onChange={(body) => change({ body })} />
      {full === null ? null : <ItemDraftBox full={full} rights={rights} dirty={dirty} />}
      <Phrasings examples={words.examples} editable={rights.edit} onChange={(examples) => change({ examples })} />
      {full === null ? null : <About full={full} rights={rights} onGone={onGone} />}
      {full === null ? null : <Answers full={full} />}
      {history && full !== null ? <History full={full} rights={rights} onClose={() => setHistory(false)} /> : null}
    </article>
  );
}

/** Whether customers get it: live, off, a draft beside it, or words that are not saved. */
function State({ full, dirty }: { full: FullItem | null; dirty: boolean }) {
  const { t } = useTranslation();
  if (full === null)
    return (
      <span className="chip draft">
        <Icon of={PencilLine} />
        {t("knowledge.state.new")}
      </span>
    );
  const mark = markOf(full);
  return (
    <>
      {mark === "draft" ? (
        <span className="chip draft">
          <Icon of={PencilLine} />
          {neverLive(full) ? t("knowledge.state.first_draft") : t("knowledge.state.draft", { version: full.version })}
        </span>
      ) : mark === "off" ? (
        <span className="chip">
          <Icon of={CircleOff} />
          {t("knowledge.state.off", { version: full.version })}
          {full.why_off ? ` · ${t("knowledge.state.gone")}` : null}
        </span>
      ) : (
        <span className="chip ok">
          <Icon of={CircleCheck} />
          {t("knowledge.state.live", { version: full.version })}
        </span>
      )}
      {full.stale ? (
        <span className="chip warn">
          <Icon of={TriangleAlert} />
          {t("knowledge.not_checked", { count: Math.max(1, monthsSince(full.updated, now())) })}
        </span>
      ) : null}
      {dirty ? (
        <span className="chip draft" role="status">
          <Icon of={Pencil} />
          {t("knowledge.state.unsaved")}
        </span>
      ) : null}
    </>
  );
}

function Owner({ full }: { full: FullItem | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (full === null) return null;
  const parts = [full.owner === "" ? "" : t("knowledge.owned_by", { name: full.owner }), language(full.language), full.source === "articles" ? "" : full.source_name];
  return (
    <span className="xs dim">
      <bdi>{parts.filter(Boolean).join(" · ")}</bdi>
    </span>
  );
}
