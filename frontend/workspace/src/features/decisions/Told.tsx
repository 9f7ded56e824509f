import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Decisions, WhatIf } from "../../api/decisions.ts";
import { clockTime } from "../../ui/When.tsx";
import { changed, messagesSooner } from "./reading.ts";
import { useFigures } from "./words.ts";

export interface ToldProps {
  decisions: Decisions;
  answer: WhatIf | null;
  /** What it would do elsewhere; undefined while that is counted. */
  also: WhatIf["also"] | undefined;
  pending: boolean;
  failed: boolean;
  /** How the sentence begins: "With frustration at 0.30". */
  lead: ReactNode;
  /** Nothing was moved yet. */
  same?: boolean;
}

/** What other rules would have done, in two sentences: here, and elsewhere. Says so where it cannot be told. */
export function Told({ decisions, answer, also, pending, failed, lead, same = false }: ToldProps) {
  const { t } = useTranslation();
  if (same) return <p className="sm mut told">{t("what_if.as_it_is")}</p>;
  if (failed) return <p className="sm bad" role="status">{t("what_if.failed")}</p>;
  if (answer === null) return <p className="sm mut" role="status">{t("what_if.counting")}</p>;
  return (
    <div className="grid g2 told" role="status" aria-busy={pending} data-pending={pending ? "" : undefined}>
      <p className="sm mut">
        <Here decisions={decisions} answer={answer} lead={lead} />
      </p>
      {also === undefined ? <p className="sm dim">{t("what_if.counting_others")}</p> : <Elsewhere also={also} />}
    </div>
  );
}

function Here({ decisions, answer, lead }: { decisions: Decisions; answer: WhatIf; lead: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { long } = useFigures();
  const how = changed(answer);
  const values = {
    messages: Math.abs(messagesSooner(decisions.turns, answer)),
    time: long(Math.abs(answer.sooner_s ?? 0)),
    at: answer.now === null ? "" : clockTime(answer.now.at, i18n.language),
    what: t(`what_if.what.${answer.now?.what ?? answer.then?.what ?? "handed_off"}`, { defaultValue: t("what_if.what.handed_off") }),
  };
  const moved = how === "sooner" || how === "later";
  const key = moved && values.messages < 2 ? `${how}_${values.messages === 1 ? "single" : "same_turn"}` : how;
  return (
    <>
      {lead} <Trans i18nKey={`what_if.here.${key}`} count={values.messages} values={values} components={{ b: <b /> }} />
    </>
  );
}

function Elsewhere({ also }: { also: WhatIf["also"] }) {
  const { t } = useTranslation();
  const { count } = useFigures();
  if (also === null) return <p className="sm mut">{t("what_if.not_counted")}</p>;
  if (!also.enough) return <p className="sm mut">{t("what_if.scarce", { count: also.conversations })}</p>;
  const weeks = also.weeks > 0 ? also.weeks : 1;
  const weekly = (n: number): number => Math.round(n / weeks);
  if (also.gained === 0 && also.lost === 0) return <p className="sm mut">{t("what_if.nowhere_else", { n: count(also.conversations) })}</p>;
  return (
    <p className="sm mut">
      {also.gained > 0 ? t("what_if.gained", { count: weekly(also.gained), n: count(weekly(also.gained)) }) : null}{" "}
      {also.gained > 0 ? t("what_if.bot_solved", { count: weekly(also.bot_solved), n: count(weekly(also.bot_solved)) }) : null}{" "}
      {also.lost > 0 ? t("what_if.lost", { count: weekly(also.lost), n: count(weekly(also.lost)) }) : null}{" "}
      <span className="xs dim nowrap">{t("what_if.of", { n: count(also.conversations) })}</span>
    </p>
  );
}
