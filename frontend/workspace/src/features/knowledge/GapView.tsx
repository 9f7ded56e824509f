import { MessageCircleQuestionMark, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Gap } from "../../api/knowledge.ts";
import type { Id } from "../../api/types.ts";
import { useStagehand } from "../../actions/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useAgo } from "../../ui/figures.ts";

import { GapDraftBox } from "./DraftBoxes.tsx";

/** A question that nothing answers: how often, what became of it, where to read it, and the one thing to do. */
export function GapView({ gap, onWrite, onKept }: { gap: Gap; onWrite: (() => void) | null; onKept: (item: Id) => void }) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const ago = useAgo();
  return (
    <section className="ed" aria-label={t("knowledge.gap.label")}>
      <div className="row wrap ed-h">
        <span className="chip warn">
          <Icon of={MessageCircleQuestionMark} />
          {t("knowledge.gap.chip")}
        </span>
        <span className="xs dim">{t("knowledge.gap.last", { ago: ago(gap.last) })}</span>
        <span className="sp" />
        {onWrite === null ? null : (
          <button type="button" className={gap.draft == null ? "btn sm primary" : "btn sm"} onClick={onWrite}>
            <Icon of={PencilLine} size="s" />
            {t("knowledge.gap.write")}
          </button>
        )}
      </div>
      <h2 className="ed-t" dir="auto">
        “{gap.question}”
      </h2>
      <div className="stats">
        <div className="stat">
          <span className="k">{t("knowledge.gap.asked")}</span>
          <span className="v num">{gap.times}</span>
        </div>
        <div className="stat">
          <span className="k">{t("knowledge.gap.to_person")}</span>
          <span className="v num">{gap.handed_over}</span>
        </div>
      </div>
      {gap.draft == null ? null : <GapDraftBox gap={gap} draft={gap.draft} editable={onWrite !== null} onKept={onKept} />}
      <section className="card pad grid g3" id="gap-where" tabIndex={-1}>
        <h2>{t("knowledge.gap.where")}</h2>
        <ul className="col answered">
          {gap.conversations.map((one) => (
            <li key={one.id + one.at}>
              <button type="button" className="answered-a plain" onClick={() => hands.go(`/conversations/${encodeURIComponent(one.id)}/decisions`)}>
                <span className="sm">{one.case === null || one.case === "" ? t("customer.conversation") : t("knowledge.answers.case", { case: one.case })}</span>
                <span className="xs dim">{ago(one.at)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      {onWrite === null ? null : <p className="help">{t("knowledge.gap.help")}</p>}
    </section>
  );
}
