import { Check, Minus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decisions, RuleSeen, Turn } from "../../api/decisions.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { Label } from "./Label.tsx";
import { secondsClock } from "./Timeline.tsx";
import { begun, whyInWords } from "./why.ts";

/** Every rule as it was read at one turn, in the order of the lanes: what decided, matched, was near, was not. */
export function RulesCard({ decisions, turn }: { decisions: Decisions; turn: Turn }) {
  const { t, i18n } = useTranslation();
  const basis = restsOn(turn);
  const [whole, setWhole] = useState(false);
  const rules = turn.rules ?? [];
  const telling = rules.length > MOST ? rules.filter(saysSomething) : rules;
  const shown = whole || telling.length === 0 ? rules : telling;
  return (
    <section className="card">
      <div className="card-h">
        <h2>{t("decisions.rules_at", { time: secondsClock(turn.at, i18n.language) })}</h2>
        <span className="sp" />
        <span className="xs dim">{t("decisions.v", { version: turn.policy ?? decisions.rules_version })}</span>
      </div>
      <ol className="sec steps rules-seen">
        {shown.map((rule) => (
          <Seen rule={rule} key={rule.id} />
        ))}
        {telling.length > 0 && telling.length < rules.length ? (
          <li className="rules-more">
            <button type="button" className="btn sm ghost" aria-expanded={whole} onClick={() => setWhole(!whole)}>
              {t(whole ? "decisions.fewer_rules" : "decisions.all_rules", { count: rules.length })}
            </button>
          </li>
        ) : null}
      </ol>
      {basis.length > 0 ? (
        <div className="sec">
          <h3>{t("decisions.rests_on")}</h3>
          <ul className="grid g1">
            {basis.slice(0, 4).map((one) => (
              <li className="sm" key={one.text}>
                <bdi>{t("quoted", { text: one.text })}</bdi> <span className="xs dim">{one.signals.map((signal) => t(`signal.${signal}`, { defaultValue: "" })).filter(Boolean).join(", ")}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {turn.author === "customer" ? <Label conversation={decisions.conversation} turn={turn} /> : null}
    </section>
  );
}

/** A short list is shown whole; of a long one, first what matched, was near, or had begun to count. */
const MOST = 8;

function saysSomething({ state, why }: RuleSeen): boolean {
  return state !== "not" || begun(why);
}

/** The same words may speak for several readings: they stand once, with all of them. */
function restsOn(turn: Turn): { text: string; signals: string[] }[] {
  const found = new Map<string, Set<string>>();
  for (const { signal, text } of turn.basis ?? []) {
    if (text !== "") found.set(text, (found.get(text) ?? new Set()).add(signal.split(".")[0] ?? signal));
  }
  return [...found].map(([text, signals]) => ({ text, signals: [...signals] }));
}

function Seen({ rule }: { rule: RuleSeen }) {
  const { t, i18n } = useTranslation();
  const { state } = rule;
  const met = state === "decided" || state === "matched";
  const name = ruleName(t, rule.id, rule.name);
  const why = whyInWords(rule, t, i18n.language);
  return (
    <li>
      <Icon of={met ? Check : Minus} size="s" className={state === "decided" ? "decided" : "dim"} />
      <span className={met ? undefined : "mut"}>
        {state === "decided" ? <b>{name}</b> : name} <span className="xs dim">{why}</span>
      </span>
    </li>
  );
}
