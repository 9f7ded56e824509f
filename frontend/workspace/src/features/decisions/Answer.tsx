import { Check, Repeat2, Timer, X } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import type { Decisions, Turn } from "../../api/decisions.ts";
import { firstName } from "../../state/lines.ts";
import { useThread } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { clockTime } from "../../ui/When.tsx";
import { askedTimes, closest, decidingTurn, isFloor } from "./reading.ts";
import { useFigures, useInside } from "./words.ts";

/** The answer first, in two sentences: what called a person, and what had not crossed its line before. */
export function Answer({ decisions, deciding }: { decisions: Decisions; deciding: Turn | null }) {
  const { t } = useTranslation();
  return (
    <section className="card pad grid g3 answer">
      <h2>{t(deciding === null ? "decisions.why_not" : "decisions.why")}</h2>
      <p className="ans">
        <Then decisions={decisions} deciding={deciding} /> <Earlier decisions={decisions} deciding={deciding} />
      </p>
      <Facts decisions={decisions} />
    </section>
  );
}

function Then({ decisions, deciding }: { decisions: Decisions; deciding: Turn | null }) {
  const { t, i18n } = useTranslation();
  const name = firstName(decisions.customer) ?? t("the_customer");
  if (deciding === null) return <b>{t("decisions.then.none")}</b>;
  const { kind, rule = "", rule_name } = deciding.outcome ?? {};
  const values = { time: clockTime(deciding.at, i18n.language), name, rule: ruleName(t, rule, rule_name) };
  const by = kind === "handed_off" && rule === "" ? "called" : kind === "handed_off" ? (deciding.outcome?.lane === "asked" ? "asked" : "rule") : kind;
  return <Trans i18nKey={`decisions.then.${by}`} values={values} components={{ b: <b /> }} />;
}

function Earlier({ decisions, deciding }: { decisions: Decisions; deciding: Turn | null }) {
  const { t, i18n } = useTranslation();
  const { figure } = useFigures();
  const inside = useInside();
  const { turns } = decisions;
  const before = turns.filter((turn) => turn.author === "customer" && (deciding === null || turn.seq < deciding.seq));
  if (before.length === 0) return <>{t(deciding?.outcome?.kind === undefined ? "" : "decisions.earlier.first")}</>;
  const near = closest(turns, deciding);
  if (near.length === 0) return <Trans i18nKey={deciding === null ? "decisions.earlier.never" : "decisions.earlier.nothing"} components={{ b: <b /> }} />;
  const parts = near.map(({ meter }) => t(`decisions.earlier.${isFloor(meter) ? "one_floor" : "one"}`, { label: inside(meter), value: figure(meter.value ?? 0, meter), needs: figure(meter.needs, meter) }));
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(parts);
  return <Trans i18nKey={deciding === null ? "decisions.earlier.never_close" : "decisions.earlier.close"} values={{ list }} components={{ b: <b /> }} />;
}

function Facts({ decisions }: { decisions: Decisions }) {
  const { t } = useTranslation();
  const { seconds } = useFigures();
  const given = useThread(decisions.conversation)?.events.findLast((one) => one.event.kind === "verdict")?.event;
  const { took_s, turns, verdict } = decisions;
  const times = askedTimes(turns);
  const right = verdict === "right";
  const by = typeof given?.by === "string" && given.by !== "" ? firstName(given.by) : null;
  const called = decidingTurn(turns)?.outcome?.kind === "handed_off";
  return (
    <ul className="row wrap facts">
      {took_s === null || took_s === undefined || !called ? null : (
        <li className="chip">
          <Icon of={Timer} />
          {t("decisions.fact.took", { time: seconds(took_s) })}
        </li>
      )}
      <li className="chip">
        <Icon of={Repeat2} />
        {times > 1 ? t("decisions.fact.repeated", { count: times }) : t("decisions.fact.nothing_twice")}
      </li>
      {verdict === null || verdict === undefined ? null : (
        <li className={right ? "chip ok" : "chip warn"}>
          <Icon of={right ? Check : X} />
          {by === null ? t(`verdict.${verdict}`) : t("decisions.fact.verdict", { name: by, verdict: t(`decisions.verdict.${verdict}`) })}
        </li>
      )}
    </ul>
  );
}
