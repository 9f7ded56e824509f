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
const STOPS_MS = 1500;

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
  const same = value === knob.value;
  const { here, also } = useAnswer(decisions, { rule: knob.rule, field: knob.field, value }, same);
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
      <Told decisions={decisions} answer={here.data ?? null} also={also} pending={here.isFetching} failed={here.isError} lead={<Lead label={inside(knob)} value={figure(value, { needs: knob.value })} />} same={same} />
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

/**
 * About this conversation as soon as the hand rests; about a week of others only once it has come to a stop,
 * for that is real work. Until an answer comes, the last one stays.
 */
function useAnswer(decisions: Decisions, body: { rule: string; field: string; value: number }, same: boolean) {
  const commands = useCommands();
  const resting = useSettled(body, SETTLES_MS);
  const stopped = useSettled(body, STOPS_MS);
  const rests = stopped.rule === resting.rule && stopped.field === resting.field && stopped.value === resting.value;
  const road = `/conversations/${encodeURIComponent(decisions.conversation)}/what-if`;
  const common = {
    staleTime: 60_000,
    enabled: !same,
    retry: (tries: number, error: unknown) => tries < 2 && !(error instanceof Refused && !error.passing),
  };
  const here = useQuery({
    queryKey: ["what-if", decisions.conversation, decisions.turns.length, resting],
    queryFn: () => commands.post<WhatIf>(road, { ...resting, look: null }),
    placeholderData: (before) => before,
    ...common,
  });
  const elsewhere = useQuery({
    queryKey: ["what-if-elsewhere", decisions.conversation, decisions.turns.length, stopped],
    queryFn: () => commands.post<WhatIf>(road, stopped),
    ...common,
    enabled: !same && rests,
  });
  return { here, also: rests && elsewhere.isSuccess ? elsewhere.data.also : elsewhere.isError ? null : undefined };
}

/** The value once it has not changed for so long. */
function useSettled<T extends { rule: string; field: string; value: number }>({ rule, field, value }: T, ms: number) {
  const [settled, setSettled] = useState({ rule, field, value });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ rule, field, value }), ms);
    return () => clearTimeout(timer);
  }, [rule, field, value, ms]);
  return settled;
}

/** Who may read the policy knows every number of its own rules; the others know the shipped ones. */
function useKnobs(decisions: Decisions): readonly Knob[] {
  const commands = useCommands();
  const leads = useDesk((desk) => desk.me !== null && desk.me.role !== "agent");
  const policy = useQuery({
    queryKey: ["knobs", decisions.rules_version],
    queryFn: () => commands.get<{ file: { rules?: Record<string, unknown>[] } }>("/policy"),
    enabled: leads,
    staleTime: Infinity,
    retry: false,
  });
  return useMemo(() => {
    const written = knobsInFile((policy.data?.file.rules ?? []).filter((rule) => rule["on"] !== false));
    const same = (one: Knob, other: Knob): boolean => one.rule === other.rule && one.field === other.field;
    const seen = knobsOf(decisions).map((one) => ({ ...one, value: written.find((other) => same(one, other))?.value ?? one.value }));
    return [...seen, ...written.filter((one) => !seen.some((other) => same(one, other)))];
  }, [decisions, policy.data]);
}
