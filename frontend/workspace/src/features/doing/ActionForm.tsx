import { ArrowLeft, BadgeCheck, FlaskConical, Play } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ActionInput, type ActionShown, resultOf, type Run, runOf, type RunResult } from "../../api/doing.ts";
import { Refused } from "../../api/transport.ts";
import type { AEvent, Brief, Item } from "../../api/types.ts";
import { announce, useCommands, useDesk, useThread } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Rows, RunCard } from "../../ui/RunCard.tsx";
import { toTurn } from "../../ui/toTurn.ts";
import { Needs } from "./ActionsPanel.tsx";
import { type Filled, filledFrom, inputsOf, missing } from "./filling.ts";

interface Props {
  action: ActionShown;
  item: Item;
  brief: Brief | null;
  onBack: () => void;
}

type Stage = { is: "form" } | { is: "busy"; dry: boolean } | { is: "tried"; result: RunResult } | { is: "begun"; n: number };

/** One action: what goes in and where that comes from, what would be sent, and what came of it. */
export function ActionForm({ action, item, brief, onBack }: Props) {
  const { t } = useTranslation();
  const commands = useCommands();
  const online = useDesk((desk) => desk.link.status === "online");
  const [filled, setFilled] = useState(() => filledFrom(action, brief, item));
  const [stage, setStage] = useState<Stage>({ is: "form" });
  const [checked, setChecked] = useState(false);
  // What changes something is done at the second press, or once somebody has seen what would be sent.
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<{ text: string; field: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const without = missing(action, filled);
  const blocked = item.action != null;

  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, select, textarea, button[type=submit]")?.focus();
  }, []);

  function fill(name: string, value: string): void {
    setFilled((all) => ({ ...all, [name]: { value, from: null } }));
    setProblem(null);
    setSure(false);
    if (stage.is === "tried") setStage({ is: "form" });
  }

  async function go(dry: boolean): Promise<void> {
    setChecked(true);
    if (without.length > 0 || stage.is === "busy") {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    if (!dry && action.changes && !sure && stage.is !== "tried") {
      setSure(true);
      return;
    }
    setStage({ is: "busy", dry });
    setProblem(null);
    const wish = { action: action.id, inputs: inputsOf(filled) };
    try {
      if (dry) setStage({ is: "tried", result: await commands.dry(item.id, wish) });
      else setStage({ is: "begun", n: (await commands.run(item.id, wish)).n });
    } catch (error) {
      setStage({ is: "form" });
      const code = error instanceof Refused ? error.code : "unreachable";
      const field = error instanceof Refused ? (error.problem.errors?.[0]?.field ?? "").replace(/^inputs\./u, "") : "";
      setProblem({ text: t(`doing.refused.${code}`, { defaultValue: error instanceof Refused ? error.message : t("told.unreachable") }), field });
    }
  }

  if (stage.is === "begun") return <Begun item={item} action={action} n={stage.n} onBack={onBack} onAgain={() => setStage({ is: "form" })} />;
  const busy = stage.is === "busy";
  return (
    <form
      className="sec grid g3"
      ref={form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void go(false);
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
        event.preventDefault();
        event.stopPropagation();
        void go(false);
      }}
    >
      <div className="row g2">
        <IconButton small icon={ArrowLeft} flip tip={false} label={t("doing.back")} onClick={onBack} />
        <h2 className="sp" dir="auto">
          {action.title}
        </h2>
      </div>
      <Needs action={action} verified={item.customer.verified} />
      {action.inputs.map((input) => (
        <Field key={input.name} input={input} filled={filled[input.name] ?? { value: "", from: null }} invalid={(checked && without.includes(input.name)) || problem?.field === input.name} onFill={(value) => fill(input.name, value)} />
      ))}
      {problem === null ? null : (
        <p className="err" role="alert">
          {problem.text}
        </p>
      )}
      {stage.is === "tried" ? <Tried result={stage.result} /> : null}
      {blocked ? <p className="xs warn">{t("doing.one_at_a_time")}</p> : null}
      <div className="row wrap">
        <button type="button" className="btn sm" aria-disabled={busy || !online} onClick={() => void go(true)}>
          <Icon of={FlaskConical} size="s" />
          {busy && stage.dry ? t("doing.checking") : t("doing.dry")}
        </button>
        <span className="sp" />
        <button type="submit" className="btn sm primary" disabled={busy || !online || blocked}>
          <Icon of={Play} size="s" />
          {t(action.needs_approval ? "doing.ask_ok" : sure ? "doing.sure" : "doing.run")} <Keys keys="mod+enter" />
        </button>
      </div>
      <p className={sure ? "sm warn" : "help"} role={sure ? "status" : undefined}>
        {t(sure ? "doing.really" : action.needs_approval ? "doing.help_approval" : action.changes ? "doing.help_changes" : "doing.help_reads")}
      </p>
    </form>
  );
}

const TYPES: Readonly<Partial<Record<ActionInput["kind"], string>>> = { email: "email", phone: "tel", date: "date" };

function Field({ input, filled, invalid, onFill }: { input: ActionInput; filled: Filled; invalid: boolean; onFill: (value: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const label = t(`fact.${input.name}`, { defaultValue: input.label || input.name });
  const common = { id, className: "input", value: filled.value, "aria-invalid": invalid, "aria-describedby": `${id}-help`, required: false } as const;
  const { from } = filled;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {input.required ? null : <span className="xs dim">{t("doing.optional")}</span>}
      </label>
      {input.choices.length > 0 ? (
        <select {...common} onChange={(event) => onFill(event.target.value)}>
          <option value="">{t("doing.choose")}</option>
          {input.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input {...common} dir="auto" maxLength={500} type={TYPES[input.kind] ?? "text"} {...(input.kind === "number" ? { inputMode: "decimal" as const } : {})} onChange={(event) => onFill(event.target.value)} />
      )}
      <p className={invalid ? "err" : "help row g1"} id={`${id}-help`}>
        {invalid ? (
          t(filled.value.trim() === "" ? "doing.missing" : "doing.wrong")
        ) : from === null ? (
          input.description
        ) : (
          <>
            {from.source === "signed_in" || from.source === "order" || from.source === "crm" ? <Icon of={BadgeCheck} size="xs" className="ok" /> : null}
            {t(`provenance.${from.source}`, { defaultValue: from.source })}
            {from.seq === null || from.seq === 0 ? null : (
              <button type="button" className="as-link xs" onClick={() => toTurn(from.seq ?? 0)}>
                {t("brief.show_turn")}
              </button>
            )}
          </>
        )}
      </p>
    </div>
  );
}

/** What would be sent, and that nothing was. */
function Tried({ result }: { result: RunResult }) {
  const { t } = useTranslation();
  const bad = result.outcome === "failed" || result.outcome === "refused";
  return (
    <section className={bad ? "banner bad tried" : "card pad grid g2 tried"} aria-label={t("doing.would")} role="status">
      <p className="row g1 sm">
        <Icon of={FlaskConical} size="s" />
        <b>{t(bad ? "doing.would_not" : "doing.would")}</b>
      </p>
      {bad && result.text !== "" ? (
        <p className="sm" dir="auto">
          {result.text}
        </p>
      ) : null}
      <Rows rows={result.rows} />
      {bad && result.why !== "" ? (
        <p className="xs break">
          <bdi>{result.why}</bdi>
        </p>
      ) : null}
      {bad ? null : <p className="help">{t("doing.nothing_sent")}</p>}
    </section>
  );
}

interface Became {
  run: Run | null;
  result: RunResult | null;
  over: string | null;
}

/** What became of run `n`, as the thread tells. */
export function becameOf(events: readonly AEvent[], now: Run | null, n: number): Became {
  let run: Run | null = null;
  for (const { event } of events.toReversed()) {
    if (event.kind === "action_done") {
      const result = resultOf(event);
      if (result?.n === n) return { run, result, over: null };
    } else if (event.kind === "action_over" && event["n"] === n) return { run, result: null, over: String(event["how"] ?? "overtaken") };
    else if (event.kind === "action_moved" || event.kind === "action_wanted") {
      const found = runOf(event);
      if (found?.n === n) run ??= found;
    }
  }
  return { run: now?.n === n ? now : run, result: null, over: null };
}

function Begun({ item, action, n, onBack, onAgain }: { item: Item; action: ActionShown; n: number; onBack: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const events = useThread(item.id)?.events ?? [];
  const { run, result, over } = becameOf(events, item.action ?? null, n);
  const shown: Run = run ?? { n, action: action.id, title: action.title, shown: [], state: "running", ask: "", until: null, by: "", undoes: 0 };
  const outcome = result?.outcome;
  useEffect(() => {
    if (outcome !== undefined) announce(t(`run.outcome.${outcome}`, { defaultValue: outcome }));
  }, [outcome, t]);
  return (
    <div className="sec grid g3">
      {over === null ? (
        <RunCard run={shown} result={result} />
      ) : (
        <p className="banner" role="status">
          {t(`run.over.${over}`, { defaultValue: t("run.over.overtaken") })}
        </p>
      )}
      {result === null && over === null ? (
        <p className="xs dim" role="status">
          {t(`run.next.${shown.state}`, { defaultValue: "" })}
        </p>
      ) : null}
      <div className="row wrap">
        {(outcome === "failed" || outcome === "refused" || over !== null) && item.action == null ? (
          <button type="button" className="btn sm" onClick={onAgain}>
            {t("try_again")}
          </button>
        ) : null}
        <span className="sp" />
        <button type="button" className="btn sm" data-focus="doing" onClick={onBack}>
          {t("doing.another")}
        </button>
      </div>
    </div>
  );
}
