import { RefreshCw, Sparkles } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FullItem, type Gap, type GapDraft, itemPath } from "../../api/knowledge.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Markdown } from "../../ui/Markdown.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { useFresh } from "./queries.ts";
import { fromSource, neverLive, type Rights, tidy } from "./reading.ts";

/** Nothing of it is live, so all of it is marked. */
const NOTHING_LIVE: ReadonlySet<string> = new Set(["\u0000"]);

/** What the team answered to a question that nothing else answers. It becomes a draft when a person keeps it. */
export function GapDraftBox({ gap, draft, editable, onKept }: { gap: Gap; draft: GapDraft; editable: boolean; onKept: (item: Id) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [hidden, setHidden] = useState(false);
  const [busy, setBusy] = useState(false);
  if (hidden) return null;

  function keep(): void {
    setBusy(true);
    commands
      .post<FullItem>("/knowledge/items", { title: draft.title, body: draft.body, examples: tidy([gap.question, ...draft.examples]), draft: true })
      .then((item) => {
        void fresh(item);
        onKept(item.id);
      })
      .catch(() => {
        setBusy(false);
        commands.tell({ tone: "bad", key: "told.unreachable" });
      });
  }

  return (
    <>
      <div className="prose" dir="auto">
        <Markdown text={draft.body} live={NOTHING_LIVE} />
      </div>
      <section className="draftbox" aria-label={t("knowledge.made.label")}>
        <div className="h">
          <Icon of={Sparkles} size="s" />
          <span>
            <b>{draft.answers === 0 ? t("knowledge.made.some") : t("knowledge.made.from", { count: draft.answers })}</b> · {t("knowledge.made.not_live")}
          </span>
        </div>
        <p className="sm">
          {gap.handed_over === 0 ? null : `${t("knowledge.made.handed", { count: gap.handed_over })} `}
          {t("knowledge.made.help")}
        </p>
        <div className="row wrap">
          {editable ? (
            <button type="button" className="btn sm draft" aria-disabled={busy} onClick={() => (busy ? undefined : keep())}>
              {t("knowledge.made.keep")}
            </button>
          ) : null}
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              const where = document.getElementById("gap-where");
              where?.scrollIntoView({ block: "nearest" });
              where?.querySelector("button")?.focus();
            }}
          >
            {draft.answers === 0 ? t("knowledge.made.read_some") : t("knowledge.made.read", { count: draft.answers })}
          </button>
          {editable ? (
            <button type="button" className="btn sm" onClick={() => setHidden(true)}>
              {t("knowledge.made.remove")}
            </button>
          ) : null}
        </div>
      </section>
    </>
  );
}

/** The draft of an item: what its source says now, or what a colleague is at. */
export function ItemDraftBox({ full, rights, dirty }: { full: FullItem; rights: Rights; dirty: boolean }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const { draft } = full;
  if (draft === null || dirty) return null;
  const removable = rights.edit && !neverLive(full);
  const ask = sure ? <Sure full={full} onClose={() => setSure(false)} /> : null;
  if (!fromSource(draft))
    return (
      <div className="row wrap xs dim">
        <span>{t("knowledge.drafted_by", { name: draft.by })}</span>
        {draft.note === "" ? null : <bdi>· {draft.note}</bdi>}
        <span className="sp" />
        {removable ? (
          <button type="button" className="btn sm ghost" onClick={() => setSure(true)}>
            {t("knowledge.discard_draft")}
          </button>
        ) : null}
        {ask}
      </div>
    );
  return (
    <section className="draftbox" aria-label={t("knowledge.newer.title", { name: full.source_name })}>
      <div className="h">
        <Icon of={RefreshCw} size="s" />
        <span>
          <b>{t("knowledge.newer.title", { name: full.source_name })}</b> · {t("knowledge.made.not_live")}
        </span>
      </div>
      <p className="sm">{t("knowledge.newer.help")}</p>
      {removable ? (
        <div className="row wrap">
          <button type="button" className="btn sm" onClick={() => setSure(true)}>
            {t("knowledge.made.remove")}
          </button>
        </div>
      ) : null}
      {ask}
    </section>
  );
}

function Sure({ full, onClose }: { full: FullItem; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();

  function remove(): void {
    onClose();
    commands
      .post<FullItem>(`${itemPath(full.id)}/discard`, { version: full.version })
      .then(fresh)
      .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }));
  }

  return (
    <Dialog title={t("knowledge.remove_draft")} help={t("knowledge.remove_draft_help")} onClose={onClose}>
      <SheetEnd onCancel={onClose} onRemove={remove}>
        {t("knowledge.made.remove")}
      </SheetEnd>
    </Dialog>
  );
}
