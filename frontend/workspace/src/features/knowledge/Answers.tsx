import { CircleHelp, ThumbsUp, UserRound } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AnsweredTurn, FullItem } from "../../api/knowledge.ts";
import { useStagehand } from "../../actions/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { useAgo, usePercent } from "../../ui/figures.ts";

/** What it was used for lately, and whether that helped. */
export function Answers({ full }: { full: FullItem }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const id = useId();
  return (
    <section className="card pad grid g3" aria-labelledby={id}>
      <div className="row wrap">
        <h2 id={id}>{t("knowledge.answers.title")}</h2>
        <span className="sp" />
        <span className="xs dim">
          {t("knowledge.used", { count: full.used })}
          {full.used === 0 ? null : ` · ${full.helped === null ? t("knowledge.too_few") : t("knowledge.helped", { share: percent(full.helped) })}`}
        </span>
      </div>
      {full.answers.length === 0 ? <p className="sm mut">{t("knowledge.answers.none")}</p> : <AnswerRows answers={full.answers} />}
    </section>
  );
}

export function AnswerRows({ answers }: { answers: readonly AnsweredTurn[] }) {
  const { t, i18n } = useTranslation();
  const { hands } = useStagehand();
  const ago = useAgo();
  const figure = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <ul className="col answered">
      {answers.map((answer) => {
        const how = answer.helped === true ? "helped" : answer.helped === false ? "person" : "unknown";
        return (
          <li key={answer.conversation + answer.at}>
            <button type="button" className="answered-a" onClick={() => hands.go(`/conversations/${encodeURIComponent(answer.conversation)}/decisions`)}>
              <span className={how === "helped" ? "ok" : how === "person" ? "warn" : "dim"}>
                <Icon of={how === "helped" ? ThumbsUp : how === "person" ? UserRound : CircleHelp} size="s" />
              </span>
              <span className="sm" dir="auto">
                “{answer.question}”
              </span>
              <span className="xs dim">
                {[t(`knowledge.answers.${how}`), t("knowledge.answers.sure", { value: figure.format(answer.confidence) }), answer.case === null || answer.case === "" ? "" : t("knowledge.answers.case", { case: answer.case }), ago(answer.at)].filter(Boolean).join(" · ")}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
