import { BadgeCheck, Check, CircleHelp, ClipboardCheck, Handshake, Hourglass, Radar, Sparkles, Text, Waypoints, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Brief, Fact, Item, Verdict } from "../../api/types.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Pass } from "../../ui/Marks.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { Mood } from "../../ui/Mood.tsx";
import { PriorityChip } from "../../ui/PriorityChip.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { toTurn } from "../../ui/toTurn.ts";
import { When } from "../../ui/When.tsx";
import { Rules } from "./Rules.tsx";

export interface BriefCardProps {
  brief: Brief;
  item: Item;
  initials: string;
  /** To every turn and what was decided at it. */
  onWhy: () => void;
}

/** Why somebody needs a person, in the order an agent needs it. Everything in it says where it comes from. */
export function BriefCard({ brief, item, initials, onWhy }: BriefCardProps) {
  const { t, i18n } = useTranslation();
  // Nobody was called yet: somebody stands by, or an answer waits for a person's word.
  const soon = brief.handoff === "";
  const chance = item.standing?.chance;
  const percent = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { style: "percent" });
  return (
    <article className="card lift hc" aria-label={t(soon ? "brief.label_soon" : "brief.label")}>
      <div className="reason">
        <div className="row xs dim">
          {soon ? (
            <span className="chip bot">
              <Icon of={item.draft == null ? Radar : ClipboardCheck} />
              {item.draft != null ? t("brief.held") : chance === undefined || chance >= 1 ? t("heads_up.title") : t("brief.soon", { chance: percent.format(chance) })}
            </span>
          ) : (
            <Pass initials={initials} />
          )}
          <span className="sp" />
          <PriorityChip priority={brief.priority} />
        </div>
        <h2>{t(`reason.${brief.reason}`, { defaultValue: brief.reason_text })}</h2>
        <p className="sum" dir="auto">
          {brief.summary}
        </p>
        <SummaryOrigin brief={brief} />
        {brief.note ? (
          <p className="notebox slim" dir="auto">
            {brief.note}
          </p>
        ) : null}
      </div>
      <WhyNow brief={brief} onWhy={onWhy} />
      <Rules brief={brief} soon={soon} />
      <div className="sec why-link">
        <button type="button" className="btn sm ghost" aria-keyshortcuts="W" onClick={onWhy}>
          <Icon of={Waypoints} size="s" />
          {t(soon ? "brief.why_so_far" : "brief.why_then")} <Keys keys="w" />
        </button>
      </div>
      <Known brief={brief} />
      <DoneSection brief={brief} />
      <TriedSection brief={brief} />
      {brief.mood.length > 0 ? (
        <div className="sec">
          <h3>{t("brief.mood")}</h3>
          <Mood scores={brief.mood.map((reading) => reading.score)} />
        </div>
      ) : null}
      {brief.promises.map((promise) => (
        <div className="sec row sm" key={promise.at + promise.text}>
          <Icon of={Handshake} size="s" className="dim" />
          <span>
            <span className="mut">
              {t("brief.promised_at")} <When at={promise.at} />:
            </span>{" "}
            <b dir="auto">“{promise.text}”</b>
          </span>
        </div>
      ))}
      {soon ? null : <VerdictButtons conversation={item.id} given={brief.verdict} />}
    </article>
  );
}

/** A summary says who wrote it: a model, or a template filled with what the customer said. */
function SummaryOrigin({ brief }: { brief: Brief }) {
  const { t } = useTranslation();
  const by = brief.summary_by;
  return (
    <p className="xs dim row g1">
      <Icon of={by === "model" ? Sparkles : Text} size="xs" />
      {t(by === "model" ? "brief.by_model" : "brief.by_words")}
    </p>
  );
}

function WhyNow({ brief, onWhy }: { brief: Brief; onWhy: () => void }) {
  const { t } = useTranslation();
  if (brief.evidence.length === 0) return null;
  return (
    <div className="sec">
      <h3>{t("brief.why_now")}</h3>
      <div className="grid why-now">
        {brief.evidence.map((evidence) =>
          evidence.kind === "quote" ? (
            <blockquote dir="auto" key={`q${evidence.text}`}>
              “{evidence.text}”
            </blockquote>
          ) : evidence.kind === "note" ? (
            <p className="sm" dir="auto" key={`n${evidence.label}${evidence.text}`}>
              {t(`evidence.${evidence.label}`, { text: evidence.text, defaultValue: evidence.text })}
            </p>
          ) : evidence.kind === "button" ? (
            <p className="sm" key="button">
              {t("brief.button")}
            </p>
          ) : (
            <Meter
              key={`s${evidence.label}`}
              label={t(`signal.${evidence.label}${COUNTED.has(evidence.label) && evidence.needs > 1 ? "_times" : ""}`, { defaultValue: evidence.text || evidence.label })}
              onLabel={onWhy}
              value={evidence.value}
              needs={evidence.needs}
              over={evidence.over}
            />
          ),
        )}
      </div>
    </div>
  );
}

/** Shares that a rule counts over turns: then the figures are turns. */
const COUNTED: ReadonlySet<string> = new Set(["confidence", "frustration", "repeats"]);

function Known({ brief }: { brief: Brief }) {
  const { t } = useTranslation();
  if (brief.facts.length + brief.missing.length === 0) return null;
  return (
    <div className="sec">
      <h3>{t("brief.known")}</h3>
      <dl className="dl">
        {brief.facts.map((fact) => (
          <FactRow fact={fact} key={fact.name + fact.value} />
        ))}
        {brief.missing.length > 0 ? (
          <>
            <dt>{t("brief.not_asked")}</dt>
            <dd className="warn">
              <span>{brief.missing.map((field) => field.label).join(", ")}</span>
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}

const TRUSTED: ReadonlySet<string> = new Set(["signed_in", "order", "crm"]);

/** One fact with where it comes from; the value copies itself on a click. */
export function FactRow({ fact }: { fact: Fact }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const label = t(`fact.${fact.name}`, { defaultValue: fact.label });

  function copy(): void {
    navigator.clipboard
      ?.writeText(fact.value)
      .then(() => commands.tell({ id: "copied", tone: "ok", key: "told.copied", values: { what: label } }))
      .catch(() => undefined);
  }

  return (
    <>
      <dt>{label}</dt>
      <dd>
        <button type="button" className="fact" onClick={copy} title={t("brief.copy")}>
          <span dir="auto">{fact.value}</span>
        </button>
        {TRUSTED.has(fact.source) ? <Icon of={BadgeCheck} size="xs" /> : null}
        {fact.seq ? (
          <button type="button" className="prov as-link" title={t("brief.show_turn")} onClick={() => toTurn(fact.seq ?? 0)}>
            {t(`provenance.${fact.source}`, { defaultValue: fact.source })}
          </button>
        ) : (
          <span className="prov">{t(`provenance.${fact.source}`, { defaultValue: fact.source })}</span>
        )}
      </dd>
    </>
  );
}

/** Of a card, here: the rest of it stands in the thread. */
const MOST_ROWS = 3;

/** What was done in other systems already, and what still waits: nobody has to ask or do it twice. */
function DoneSection({ brief }: { brief: Brief }) {
  const { t } = useTranslation();
  const done = brief.done ?? [];
  const asked = brief.asked ?? null;
  if (done.length === 0 && asked === null) return null;
  return (
    <div className="sec">
      <h3>{t("brief.done")}</h3>
      <ol className="steps">
        {done.map((one) => {
          const worked = one.outcome === "done";
          return (
            <li key={one.n}>
              <Icon of={worked ? Check : one.outcome === "unsure" ? CircleHelp : X} size="s" className={worked ? "ok" : one.outcome === "unsure" ? "warn" : "bad"} />
              <span>
                <bdi>{one.title}</bdi>: <b>{t(one.undone === true ? "run.undone" : `run.outcome.${one.outcome}`, { defaultValue: one.outcome })}</b>
                {(one.rows ?? []).length === 0 ? null : (
                  <span className="dim">
                    {" "}
                    · <bdi>{(one.rows ?? []).slice(0, MOST_ROWS).map((row) => `${row.label} ${row.value}`).join(", ")}</bdi>
                  </span>
                )}
                {one.why ? (
                  <span className="dim">
                    {" "}
                    · <bdi>{one.why}</bdi>
                  </span>
                ) : null}
              </span>
            </li>
          );
        })}
        {asked === null ? null : (
          <li>
            <Icon of={Hourglass} size="s" className="warn" />
            <span>
              <bdi>{asked.title}</bdi>: <b>{t(`run.state.${asked.state}`, { defaultValue: asked.state })}</b>
            </span>
          </li>
        )}
      </ol>
    </div>
  );
}

function TriedSection({ brief }: { brief: Brief }) {
  const { t } = useTranslation();
  if (brief.tried.length === 0) return null;
  return (
    <div className="sec">
      <h3>{t("brief.tried")}</h3>
      <ol className="steps">
        {brief.tried.map((step) => (
          <li key={step.what + step.result}>
            <Icon of={step.ok ? Check : X} size="s" className={step.ok ? "ok" : "bad"} />
            <span>
              <span className="vh">{t(step.ok ? "brief.worked" : "brief.did_not_work")} </span>
              <bdi>{step.what}</bdi>
              {step.result === "" ? null : (
                <>
                  {/[?!.…؟。]$/u.test(step.what) ? "" : ":"} <b>{t(`result.${step.result}`, { defaultValue: step.result })}</b>
                </>
              )}
              {step.sources.length > 0 ? (
                <span className="dim">
                  {" "}
                  · <bdi>{step.sources.join(", ")}</bdi>
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const VERDICTS: readonly Verdict[] = ["right", "too_early", "too_late", "bots_job"];

export function VerdictButtons({ conversation, given }: { conversation: string; given: Verdict | null }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const online = useDesk((desk) => desk.link.status === "online");
  return (
    <div className="sec">
      <h3>{t("verdict.question")}</h3>
      <div className="verdict" role="group" aria-label={t("verdict.question")}>
        {VERDICTS.map((verdict) => (
          <button
            type="button"
            className="btn"
            key={verdict}
            aria-pressed={given === verdict}
            aria-disabled={!online}
            onClick={() => void commands.act(conversation, { act: "verdict", verdict })}
          >
            {t(`verdict.${verdict}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
