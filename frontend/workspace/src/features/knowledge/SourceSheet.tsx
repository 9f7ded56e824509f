import { ListFilter, RefreshCw, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type KnowledgeSource, sourcePath } from "../../api/knowledge.ts";
import type { Id } from "../../api/types.ts";
import { Refused } from "../../api/transport.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { useAgo } from "../../ui/figures.ts";
import { AudienceField, Every } from "./AddSource.tsx";
import { SourceNow } from "./ItemList.tsx";
import { isReading, useFresh, useSources } from "./queries.ts";
import { type Rights, shareOf } from "./reading.ts";

/** One source: how far it is read, what could not be read and why, how often, and the way out. */
export function SourceSheet({ id, rights, onClose, onItems }: { id: Id; rights: Rights; onClose: () => void; onItems: (source: KnowledgeSource) => void }) {
  const { t } = useTranslation();
  const asked = useSources();
  const source = asked.data?.items.find((one) => one.id === id);
  const [removing, setRemoving] = useState(false);
  if (source === undefined) return asked.isPending ? null : <Gone onClose={onClose} />;
  return removing ? (
    <Remove source={source} onBack={() => setRemoving(false)} onClose={onClose} />
  ) : (
    <Dialog title={source.name} help={source.where === source.name ? undefined : source.where} onClose={onClose} wide>
      <Reading source={source} />
      <Unread source={source} />
      <Settings source={source} rights={rights} />
      <div className="row wrap">
        {source.items === 0 ? null : (
          <button type="button" className="btn" onClick={() => onItems(source)}>
            <Icon of={ListFilter} size="s" />
            {t("knowledge.source.its_items", { count: source.items })}
          </button>
        )}
        <span className="sp" />
        {rights.publish ? (
          <>
            <button type="button" className="btn ghost bad" onClick={() => setRemoving(true)}>
              <Icon of={Trash2} size="s" />
              {t("knowledge.source.remove")}
            </button>
            {source.kind === "upload" ? null : <SyncNow source={source} />}
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function Reading({ source }: { source: KnowledgeSource }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const { sync } = source;
  const share = shareOf(source);
  const figures = (["added", "changed", "same", "gone", "failed"] as const).filter((name) => sync[name] > 0);
  return (
    <div className="grid g2" role="status" data-first="" tabIndex={-1}>
      <p className="sm">
        <SourceNow source={source} ago={ago} />
      </p>
      {isReading(source) ? (
        <span className="prog" role="progressbar" aria-label={t("knowledge.source.reading_label", { name: source.name })} aria-valuemin={0} aria-valuemax={100} {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}>
          <i style={{ inlineSize: `${Math.round((share ?? 0.08) * 100)}%` }} />
        </span>
      ) : null}
      {sync.state === "failed" && sync.error !== "" ? (
        <p className="banner bad">
          <span>
            {t("knowledge.source.error")} <bdi lang="en">{sync.error}</bdi>
          </span>
        </p>
      ) : null}
      {figures.length === 0 ? null : <p className="xs dim">{figures.map((name) => t(`knowledge.source.figure.${name}`, { count: sync[name] })).join(" · ")}</p>}
    </div>
  );
}

/** Each document that was left out, with the reason. */
function Unread({ source }: { source: KnowledgeSource }) {
  const { t } = useTranslation();
  if (source.failures.length === 0) return null;
  return (
    <section className="grid g2" aria-label={t("knowledge.source.not_read")}>
      <h3 className="sm">{t("knowledge.source.not_read")}</h3>
      <ul className="col fails" tabIndex={0}>
        {source.failures.map((one) => (
          <li className="row" key={one.where + one.at}>
            <Icon of={TriangleAlert} size="s" className="warn" />
            <span className="sp">
              <bdi className="sm break">{one.where}</bdi>
              <span className="xs dim">{t(`knowledge.unread.${one.code}`, { defaultValue: one.said })}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Settings({ source, rights }: { source: KnowledgeSource; rights: Rights }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const change = (more: Partial<Pick<KnowledgeSource, "every_h" | "audience" | "on">>): void =>
    void commands
      .patch(sourcePath(source.id), more)
      .then(() => fresh())
      .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }));
  const off = !rights.publish;
  return (
    <div className="grid g3">
      <div className="kn-fields">
        {source.kind === "upload" ? null : <Every value={source.every_h} disabled={off} onChange={(every_h) => change({ every_h })} />}
        <AudienceField value={source.audience} disabled={off} onChange={(audience) => change({ audience })} />
      </div>
      <label className="row">
        <input className="switch" type="checkbox" checked={source.on} disabled={off} onChange={(event) => change({ on: event.target.checked })} /> {t("knowledge.source.on")}
      </label>
    </div>
  );
}

function SyncNow({ source }: { source: KnowledgeSource }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const reading = isReading(source);
  return (
    <button
      type="button"
      className="btn primary"
      aria-disabled={reading}
      onClick={() => {
        if (reading) return;
        commands
          .post(`${sourcePath(source.id)}/sync`)
          .then(() => fresh())
          .catch((error: unknown) => commands.tell({ tone: "bad", key: "told.unreachable", ...(error instanceof Refused ? { text: error.message } : {}) }));
      }}
    >
      <Icon of={RefreshCw} size="s" className={reading ? "turning" : ""} />
      {t(reading ? "knowledge.source.being_read" : "knowledge.source.sync")}
    </button>
  );
}

function Remove({ source, onBack, onClose }: { source: KnowledgeSource; onBack: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [busy, setBusy] = useState(false);

  function remove(): void {
    setBusy(true);
    commands
      .remove(sourcePath(source.id))
      .then(() => {
        onClose();
        return fresh();
      })
      .catch(() => {
        setBusy(false);
        commands.tell({ tone: "bad", key: "told.unreachable" });
      });
  }

  return (
    <Dialog title={t("knowledge.source.remove_title", { name: source.name })} help={t("knowledge.source.remove_help", { count: source.items })} onClose={onBack}>
      <SheetEnd disabled={busy} onCancel={onBack} onRemove={remove}>
        {t("knowledge.source.remove_do", { count: source.items })}
      </SheetEnd>
    </Dialog>
  );
}

function Gone({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("knowledge.source.gone")} onClose={onClose}>
      <div className="row">
        <span className="sp" />
        <button type="button" className="btn" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}
