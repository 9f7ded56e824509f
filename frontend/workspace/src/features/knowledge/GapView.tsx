import { MessageCircleQuestionMark, PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Gap } from "../../api/knowledge.ts";
import { useStagehand } from "../../actions/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useAgo } from "../../ui/figures.ts";

/** A question that nothing answers: how often, what became of it, where to read it, and the one thing to do. */
export function GapView({ gap, onWrite }: { gap: Gap; onWrite: (() => void) | null }) {
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
          <button type="button" className="btn sm primary" onClick={onWrite}>
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
      <section className="card pad grid g3">
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
      <p className="help">{t("knowledge.gap.help")}</p>
    </section>
  );
}
