import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionLine } from "../../state/lines.ts";
import { useCommands, useDesk, useItem, useMay } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { RunCard } from "../../ui/RunCard.tsx";
import { When } from "../../ui/When.tsx";

/** A run in the thread, once: while it waits, and then as what came of it. */
export function ActionCard({ line, conversation }: { line: ActionLine; conversation: string }) {
  const { t } = useTranslation();
  const may = useMay(useItem(conversation));
  const { run, result, by, mine } = line;
  const who = by === null ? t("run.by_assistant") : mine ? t("run.by_you") : t("run.by", { name: by });
  const undo = result !== null && result.undo && !result.undone && result.outcome === "done" && may.has("do");
  return (
    <div className="run-l" data-seq={line.seq}>
      <RunCard
        run={run}
        result={result}
        who={
          <>
            {who} · <When at={line.at} />
          </>
        }
      >
        {undo ? <Undo conversation={conversation} n={result.n} title={result.title} /> : null}
      </RunCard>
    </div>
  );
}

/** Taking back asks once more, in its place: nothing covers the conversation for it. */
function Undo({ conversation, n, title }: { conversation: string; n: number; title: string }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const online = useDesk((desk) => desk.link.status === "online");
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);

  function undo(): void {
    if (busy || !online) return;
    setBusy(true);
    void commands.settleRun(conversation, n, { how: "undo" }).then(() => {
      setBusy(false);
      setSure(false);
    });
  }

  if (!sure)
    return (
      <p>
        <button type="button" className="btn sm" onClick={() => setSure(true)}>
          <Icon of={Undo2} size="s" />
          {t("run.undo")}
        </button>
      </p>
    );
  return (
    <div className="row wrap" role="group" aria-label={t("run.undo_sure", { title })}>
      <span className="sm">{t("run.undo_sure", { title })}</span>
      <button type="button" className="btn sm primary" aria-disabled={busy || !online} onClick={undo}>
        {t("run.undo_do")}
      </button>
      <button type="button" className="btn sm" ref={(button) => button?.focus()} onClick={() => setSure(false)}>
        {t("run.undo_not")}
      </button>
    </div>
  );
}
