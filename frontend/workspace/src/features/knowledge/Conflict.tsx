import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FullItem } from "../../api/knowledge.ts";
import { piecesOf } from "../../core/markdown.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Markdown } from "../../ui/Markdown.tsx";
import { type Words, wordsOf } from "./reading.ts";

/** Two people wrote at once. Nothing is lost: both texts are here, and one of them is chosen. */
export function Conflict({ full, words, onTheirs, onMine }: { full: FullItem; words: Words; onTheirs: () => void; onMine: () => void }) {
  const { t } = useTranslation();
  const theirs = wordsOf(full, undefined);
  const by = full.draft?.by || full.by || t("voice.colleague");
  return (
    <section className="card pad grid g3" role="alert" aria-label={t("knowledge.conflict.title")}>
      <p className="row g2">
        <Icon of={Users} size="s" className="warn" />
        <b>{t("knowledge.conflict.title")}</b>
      </p>
      <p className="sm mut">{t("knowledge.conflict.help", { name: by })}</p>
      <details>
        <summary className="mut sm">{t("knowledge.conflict.read", { name: by })}</summary>
        <div className="prose aside" dir="auto">
          <p className="b" dir="auto">
            {theirs.title}
          </p>
          <Markdown text={theirs.body} live={piecesOf(words.body)} />
        </div>
      </details>
      <div className="row wrap">
        <button type="button" className="btn sm primary" onClick={onMine}>
          {t("knowledge.conflict.mine")}
        </button>
        <button type="button" className="btn sm" onClick={onTheirs}>
          {t("knowledge.conflict.theirs")}
        </button>
      </div>
    </section>
  );
}
