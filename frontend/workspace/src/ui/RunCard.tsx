import { CircleCheck, CircleHelp, CircleX, Hourglass, LoaderCircle, MessageSquareQuote, ShieldCheck, type LucideIcon, Undo2, ClipboardCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DoneHow, Pair, Run, RunResult, RunState } from "../api/doing.ts";
import { safeHref } from "../core/links.ts";
import { Icon } from "./Icon.tsx";

const ENDED: Readonly<Record<DoneHow, { icon: LucideIcon; tone: string }>> = {
  done: { icon: CircleCheck, tone: "ok" },
  failed: { icon: CircleX, tone: "bad" },
  unsure: { icon: CircleHelp, tone: "warn" },
  refused: { icon: CircleX, tone: "bad" },
};
const WAITS: Readonly<Record<RunState, LucideIcon>> = { identity: ShieldCheck, confirm: MessageSquareQuote, approval: ClipboardCheck, running: LoaderCircle };

export interface RunCardProps {
  run: Run | null;
  result: RunResult | null;
  /** Who wanted it, in words. */
  who?: ReactNode;
  children?: ReactNode;
}

/** What was to be done in another system, and what became of it. The word says it; colour and shape only help. */
export function RunCard({ run, result, who, children }: RunCardProps) {
  const { t } = useTranslation();
  const title = result?.title ?? run?.title ?? "";
  const rows = result !== null && result.rows.length > 0 ? result.rows : (run?.shown ?? []);
  const href = result?.url == null ? null : result.url.startsWith("/") && !result.url.startsWith("//") ? result.url : safeHref(result.url);
  return (
    <div className="card run" role="group" data-outcome={result?.outcome ?? run?.state} aria-label={t("run.label", { title })}>
      <div className="run-h">
        <b dir="auto">{title}</b>
        <State run={run} result={result} />
        {who === undefined ? null : <span className="xs dim">{who}</span>}
      </div>
      {result === null || result.text === "" ? null : (
        <p className="sm" dir="auto">
          {result.text}
        </p>
      )}
      <Rows rows={rows} />
      {result === null || result.why === "" ? null : (
        <p className="xs run-why">
          {t("run.why")} <bdi>{result.why}</bdi>
        </p>
      )}
      {href === null ? null : (
        <p className="sm">
          <a href={href} target="_blank" rel="noopener noreferrer">
            {result?.url_label || t("run.open")}
          </a>
        </p>
      )}
      {children}
    </div>
  );
}

function State({ run, result }: { run: Run | null; result: RunResult | null }) {
  const { t } = useTranslation();
  if (result?.undone === true)
    return (
      <span className="chip">
        <Icon of={Undo2} />
        {t("run.undone")}
      </span>
    );
  if (result !== null) {
    const { icon, tone } = ENDED[result.outcome] ?? ENDED.done;
    return (
      <span className={`chip ${tone}`}>
        <Icon of={icon} />
        {t(`run.outcome.${result.outcome}`, { defaultValue: result.outcome })}
      </span>
    );
  }
  const state = run?.state ?? "running";
  return (
    <span className={state === "approval" ? "chip draft" : "chip"}>
      <Icon of={WAITS[state] ?? Hourglass} />
      {t(`run.state.${state}`, { defaultValue: state })}
    </span>
  );
}

export function Rows({ rows }: { rows: readonly Pair[] }) {
  if (rows.length === 0) return null;
  return (
    <dl className="dl">
      {rows.map((row) => (
        <div className="dl-r" key={row.label + row.value}>
          <dt dir="auto">{row.label}</dt>
          <dd dir="auto">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
