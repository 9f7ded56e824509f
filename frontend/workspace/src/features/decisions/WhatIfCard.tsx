import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Decisions, WhatIf } from "../../api/decisions.ts";
import { Refused } from "../../api/transport.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { ruleName } from "../../ui/ruleName.ts";
import { firstQuestion, type Knob, knobsInFile, knobsOf, rounded, scaleOf } from "./reading.ts";
import { Told } from "./Told.tsx";
import { useFigures, useInside, useLabel } from "./words.ts";

const SETTLES_MS = 350;

/** One line, moved: what would have become of this conversation, and of a week of others. */
export function WhatIfCard({ decisions }: { decisions: Decisions }) {
  const { t } = useTranslation();
  const knobs = useKnobs(decisions);
  const first = useMemo(() => firstQuestion(decisions, knobs), [decisions, knobs]);
  const [moved, setMoved] = useState<{ knob: Knob; value: number } | null>(null);
  const asked = moved ?? first;
  return (
    <section className="card pad grid g3 what-if" aria-labelledby="what-if">
      <h2 id="what-if">{t("what_if.title")}</h2>
      {asked === null ? <p className="sm mut">{t("what_if.nothing")}</p> : <Question decisions={decisions} knobs={knobs} asked={asked} onMove={setMoved} {...(moved === null ? {} : { onBack: () => setMoved(null) })} />}
    </section>
  );
}

interface QuestionProps {
  decisions: Decisions;
  knobs: readonly Knob[];
  asked: { knob: Knob; value: number };
  onMove: (asked: { knob: Knob; value: number }) => void;
  onBack?: () => void;
}

function Question({ decisions, knobs, asked, onMove, onBack }: QuestionProps) {
  const { t } = useTranslation();
  const label = useLabel();
  const { figure } = useFigures();
  const inside = useInside();
  const { knob, value } = asked;
  const scale = scaleOf(knob);
  const ids = { rule: useId(), slider: useId(), figure: useId() };
  const answer = useAnswer(decisions, { rule: knob.rule, field: knob.field, value });
  const words = (one: Knob): string => t("what_if.knob", { rule: ruleName(t, one.rule, one.name), field: label(one) });

  function move(next: number): void {
    if (Number.isFinite(next)) onMove({ knob, value: rounded(Math.min(scale.max, Math.max(scale.min, next)), scale.step) });
  }

  return (
    <>
      <div className="field">
        <label htmlFor={ids.rule}>{t("what_if.which")}</label>
        <select id={ids.rule} className="input" value={`${knob.rule} ${knob.field}`} onChange={(event) => choose(event.target.value)}>
          {knobs.map((one) => (
            <option key={`${one.rule} ${one.field}`} value={`${one.rule} ${one.field}`}>
              {words(one)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={ids.slider}>{t(`what_if.op.${knob.op}`, { label: label(knob), defaultValue: label(knob) })}</label>
        <div className="row knob">
          <input id={ids.slider} type="range" {...scale} value={value} aria-valuetext={figure(value, { needs: knob.value })} aria-describedby={ids.figure} onChange={(event) => move(Number(event.target.value))} />
          <input className="input num" type="number" {...scale} value={value} aria-label={t("what_if.value", { label: label(knob) })} onChange={(event) => move(event.target.valueAsNumber)} />
        </div>
        <p className="xs dim" id={ids.figure}>
          {t("what_if.now", { value: figure(knob.value, { needs: knob.value }) })}
        </p>
      </div>
      <Told decisions={decisions} answer={answer.data ?? null} pending={answer.isFetching} failed={answer.isError} lead={<Lead label={inside(knob)} value={figure(value, { needs: knob.value })} />} same={value === knob.value} />
      {onBack === undefined ? null : (
        <button type="button" className="btn sm" onClick={onBack}>
          {t("what_if.back")}
        </button>
      )}
    </>
  );

  function choose(key: string): void {
    const next = knobs.find((one) => `${one.rule} ${one.field}` === key);
    if (next !== undefined) onMove({ knob: next, value: next.value });
  }
}

function Lead({ label, value }: { label: string; value: string }) {
  return <Trans i18nKey="what_if.with" values={{ label, value }} components={{ b: <b className="num" /> }} />;
}

/** Asked once the hand rests; until the answer comes, the last one stays. */
function useAnswer(decisions: Decisions, body: { rule: string; field: string; value: number }) {
  const commands = useCommands();
  const [settled, setSettled] = useState(body);
  const { rule, field, value } = body;
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ rule, field, value }), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [rule, field, value]);
  return useQuery({
    queryKey: ["what-if", decisions.conversation, decisions.turns.length, settled],
    queryFn: () => commands.post<WhatIf>(`/conversations/${encodeURIComponent(decisions.conversation)}/what-if`, settled),
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: (tries, error) => tries < 2 && !(error instanceof Refused && !error.passing),
  });
}

/** Who may read the policy can move every number in it; others, those that this conversation shows. */
function useKnobs(decisions: Decisions): readonly Knob[] {
  const commands = useCommands();
  const leads = useDesk((desk) => desk.me !== null && desk.me.role !== "agent");
  const policy = useQuery({
    queryKey: ["knobs", decisions.rules_version],
    async queryFn() {
      const [{ file }, recipes] = await Promise.all([
        commands.get<{ file: { rules?: Record<string, unknown>[] } }>("/policy"),
        commands.get<{ items: { id: string; name: string; rule: Record<string, unknown>; on: boolean }[] }>("/policy/recipes"),
      ]);
      const own = file.rules ?? [];
      const shipped = recipes.items.filter((one) => one.on).map((one) => ({ ...one.rule, id: one.id, name: one.name, ...own.find((rule) => rule["recipe"] === one.id) }));
      return knobsInFile([...own.filter((rule) => rule["recipe"] === undefined && rule["on"] !== false), ...shipped]);
    },
    enabled: leads,
    staleTime: Infinity,
    retry: false,
  });
  return useMemo(() => {
    const seen = knobsOf(decisions);
    const here = new Set(seen.map((one) => `${one.rule} ${one.field}`));
    return [...seen, ...(policy.data ?? []).filter((one) => !here.has(`${one.rule} ${one.field}`))];
  }, [decisions, policy.data]);
}
