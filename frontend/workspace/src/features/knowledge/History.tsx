import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FullItem, itemPath, type ItemVersion } from "../../api/knowledge.ts";
import { piecesOf } from "../../core/markdown.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Markdown } from "../../ui/Markdown.tsx";
import { When } from "../../ui/When.tsx";
import { useFresh } from "./queries.ts";
import type { Rights } from "./reading.ts";

/** Every version that was ever live, and the way back to it. */
export function History({ full, rights, onClose }: { full: FullItem; rights: Rights; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [chosen, setChosen] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useQuery({ queryKey: ["knowledge", "versions", full.id, full.version], queryFn: () => commands.get<{ items: ItemVersion[] }>(`${itemPath(full.id)}/versions`) });
  const versions = asked.data?.items ?? [];
  const shown = versions.find((one) => one.version === chosen) ?? versions[0];
  // Settings count as versions of the item, too: what is live is the newest of these.
  const live = versions[0]?.version;

  function restore(version: number): void {
    setBusy(true);
    commands
      .post<FullItem>(`${itemPath(full.id)}/versions/${version}/restore`)
      .then((item) => {
        void fresh(item);
        commands.tell({ id: "knowledge", tone: "ok", key: "told.plain", text: t("knowledge.told.restored", { version }) });
        onClose();
      })
      .catch(() => {
        setBusy(false);
        commands.tell({ tone: "bad", key: "told.unreachable" });
      });
  }

  return (
    <Dialog title={t("knowledge.history")} help={t("knowledge.history_help")} onClose={onClose} wide>
      {asked.isPending ? (
        <p className="mut" role="status">
          {t("loading")}
        </p>
      ) : asked.isError ? (
        <p className="err" role="alert">
          {t("told.unreachable")}
        </p>
      ) : shown === undefined ? (
        <p className="mut">{t("knowledge.no_history")}</p>
      ) : (
        <>
          <div className="picks" role="group" aria-label={t("knowledge.versions")} tabIndex={-1}>
            {versions.map((one) => (
              <button type="button" className="mi" key={one.version} aria-pressed={one.version === shown.version} onClick={() => setChosen(one.version)}>
                <b className="num">{t("knowledge.v", { version: one.version })}</b>
                <span className="ell mut" dir="auto">
                  {one.note || one.title}
                </span>
                <span className="sp" />
                <span className="xs dim nowrap">
                  <bdi>{one.by}</bdi> · <When at={one.at} withDay />
                </span>
              </button>
            ))}
          </div>
          <div className="prose aside" dir="auto" tabIndex={0} role="region" aria-label={t("knowledge.v", { version: shown.version })}>
            <p className="b" dir="auto">
              {shown.title}
            </p>
            <Markdown text={shown.body} live={shown.version === live ? null : piecesOf(full.body)} under={3} />
          </div>
          <div className="row wrap">
            <p className="help sp">{shown.version === live ? t("knowledge.is_live") : t("knowledge.marked_differs")}</p>
            {rights.publish && shown.version !== live ? (
              <button type="button" className="btn" disabled={busy} onClick={() => restore(shown.version)}>
                <Icon of={RotateCcw} size="s" />
                {t("knowledge.restore", { version: shown.version })}
              </button>
            ) : null}
          </div>
        </>
      )}
    </Dialog>
  );
}
