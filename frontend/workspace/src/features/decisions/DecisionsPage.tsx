import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FlaskConical, Link } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../api/transport.ts";
import type { Decisions, Turn } from "../../api/decisions.ts";
import { useStagehand } from "../../actions/use.ts";
import { useCommands, useDesk, useItem } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { clockTime, dayAndTime } from "../../ui/When.tsx";
import { Answer } from "./Answer.tsx";
import { decidingTurn } from "./reading.ts";
import { RulesCard } from "./RulesCard.tsx";
import { Timeline } from "./Timeline.tsx";
import { TryRules } from "./TryRules.tsx";
import { WhatIfCard } from "./WhatIfCard.tsx";

/** For the times in what the server says itself. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One conversation: why a person came when they did, why not earlier, and what other rules would have done. */
export function DecisionsPage({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const seq = useItem(conversation)?.seq ?? 0;
  const asked = useQuery({
    // A word more is another record: what was decided before does not change, so the old one stays meanwhile.
    queryKey: ["decisions", conversation, seq],
    queryFn: () => commands.get<Decisions>(`/conversations/${encodeURIComponent(conversation)}/decisions?zone=${encodeURIComponent(ZONE)}`),
    placeholderData: (before) => before,
    retry: (tries, error) => tries < 3 && !(error instanceof Refused && !error.passing),
  });
  useEffect(() => {
    void commands.open(conversation).catch(() => undefined);
  }, [commands, conversation]);

  if (asked.data !== undefined) return <Shown decisions={asked.data} />;
  const missing = asked.error instanceof Refused && asked.error.problem.status === 404;
  return (
    <>
      <header className="page-h">
        <Back conversation={conversation} />
        <h1>{t("decisions.title")}</h1>
      </header>
      <div className="page-b">
        {asked.isPending ? (
          <p className="mut" role="status">
            {t("loading")}
          </p>
        ) : (
          <div className="empty" role="alert">
            <h2>{t(missing ? "thread.missing" : "decisions.failed")}</h2>
            <p>{t(missing ? "thread.missing_help" : "decisions.failed_help")}</p>
            {missing ? null : (
              <button type="button" className="btn" onClick={() => void asked.refetch()}>
                {t("try_again")}
              </button>
            )}
          </div>
        )}
      </div>
    </>
  );
}

function Shown({ decisions }: { decisions: Decisions }) {
  const { t } = useTranslation();
  const deciding = decidingTurn(decisions.turns);
  const read = decisions.turns.filter((turn) => (turn.rules ?? []).length > 0);
  const [chosen, setChosen] = useState<number | null>(null);
  const [trying, setTrying] = useState(false);
  const shown = read.find((turn) => turn.seq === chosen) ?? deciding ?? read.at(-1) ?? null;
  return (
    <>
      <Header decisions={decisions} onTry={() => setTrying(true)} />
      <div className="page-b">
        <div className="dc">
          <div className="grid g4">
            <Answer decisions={decisions} deciding={deciding} />
            {decisions.truncated === true ? <p className="banner info">{t("decisions.truncated")}</p> : null}
            <section aria-label={t("decisions.timeline")}>
              {decisions.turns.length === 0 ? <p className="mut">{t("decisions.nothing_said")}</p> : <Timeline decisions={decisions} shown={shown?.seq ?? null} onShow={(turn: Turn) => setChosen(turn.seq)} />}
            </section>
          </div>
          <aside className="grid g4" aria-label={t("decisions.aside")}>
            {shown === null ? null : <RulesCard decisions={decisions} turn={shown} />}
            <WhatIfCard decisions={decisions} />
          </aside>
        </div>
      </div>
      {trying ? <TryRules decisions={decisions} onClose={() => setTrying(false)} /> : null}
    </>
  );
}

function Header({ decisions, onTry }: { decisions: Decisions; onTry: () => void }) {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const item = useItem(decisions.conversation);
  const first = decisions.opened_at ?? decisions.turns[0]?.at;
  const last = decisions.last_at ?? decisions.turns.at(-1)?.at;
  const name = decisions.customer ?? item?.customer.name ?? t("visitor", { case: decisions.case });
  const about = item?.reason == null ? "" : t(`reason.${item.reason}`, { defaultValue: "" });
  const when = first === undefined || first === null ? "" : span(first, last ?? first, i18n.language, t("decisions.today"));

  function copy(): void {
    navigator.clipboard
      ?.writeText(location.href)
      .then(() => commands.tell({ id: "copied", tone: "ok", key: "told.copied", values: { what: t("decisions.link") } }))
      .catch(() => undefined);
  }

  return (
    <header className="page-h">
      <Back conversation={decisions.conversation} />
      <div className="page-t">
        <h1>
          <bdi>{name}</bdi>
          {about === "" ? null : ` · ${about}`}
        </h1>
        <p className="xs dim">{[decisions.case === "" ? "" : t("decisions.case", { case: decisions.case }), when, t("decisions.version", { version: decisions.rules_version })].filter(Boolean).join(" · ")}</p>
      </div>
      <span className="sp" />
      <button type="button" className="btn" onClick={copy}>
        <Icon of={Link} size="s" />
        {t("decisions.copy_link")}
      </button>
      <button type="button" className="btn" onClick={onTry}>
        <Icon of={FlaskConical} size="s" />
        {t("decisions.try")}
      </button>
    </header>
  );
}

function Back({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const known = useDesk((desk) => desk.items[conversation] !== undefined);
  return <IconButton icon={ArrowLeft} flip tip={false} label={t(known ? "decisions.back" : "decisions.back_to_all")} onClick={() => hands.go(known ? `/c/${conversation}` : "/decisions")} />;
}

/** `today 13:58–14:12`, or the day in figures and the times of it. */
function span(from: string, to: string, locale: string, today: string): string {
  const start = dayAndTime(from, locale);
  const day = start === clockTime(from, locale) ? `${today} ${start}` : start;
  return from === to ? day : `${day}–${clockTime(to, locale)}`;
}
