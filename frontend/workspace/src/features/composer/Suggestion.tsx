import { PencilLine, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { suggestion } from "../../actions/index.ts";
import { useRun } from "../../actions/use.ts";
import type { Brief, Source } from "../../api/types.ts";
import { show, surface, useSurface } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Sources } from "../../ui/Sources.tsx";

/** A greeting that somebody may use. Dashed, teal, with a pencil: nothing in it has been sent. */
export function Suggestion({ brief, language }: { brief: Brief; language: string | null }) {
  const { t } = useTranslation();
  const run = useRun();
  const settled = useSurface((open) => open.settled[brief.handoff] === true);
  if (settled || brief.greeting === "") return null;

  /** As using it, with the words marked, so that typing replaces them. */
  function edit(): void {
    run(suggestion);
    setTimeout(() => document.querySelector<HTMLTextAreaElement>("[data-focus=composer]")?.select(), 80);
  }

  const sources: Source[] = brief.tried.flatMap((step) => step.sources.map((title) => ({ id: title, title })));
  return (
    <section className="draftbox" aria-label={t("suggestion.title")}>
      <div className="h">
        <Icon of={PencilLine} size="s" />
        <span>
          <b>{t("suggestion.title")}</b> {t("suggestion.not_sent")}
        </span>
        <span className="sp" />
        <button type="button" className="btn sm draft" onClick={() => run(suggestion)}>
          {t("suggestion.use")} <Keys keys="alt+1" />
        </button>
        <button type="button" className="btn sm hide-s" onClick={edit}>
          {t("suggestion.edit")}
        </button>
        <IconButton
          icon={X}
          small
          tip={false}
          label={t("suggestion.dismiss")}
          onClick={() => show({ settled: { ...surface.get().settled, [brief.handoff]: true } })}
        />
      </div>
      <p dir="auto" lang={language ?? undefined}>
        {brief.greeting}
      </p>
      <Sources sources={unique(sources).slice(0, 3)} />
    </section>
  );
}

function unique(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}
