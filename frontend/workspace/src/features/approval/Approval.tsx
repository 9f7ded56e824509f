import { Check, ClipboardCheck, Pencil, TriangleAlert, UserRound, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { approve, editDraft, rejectDraft, takeDraft } from "../../actions/index.ts";
import { useRun } from "../../actions/use.ts";
import type { AEvent, HeldDraft, Item, Source } from "../../api/types.ts";
import { firstName } from "../../state/lines.ts";
import { useDesk, useMay, useNow, useSurface, useThread } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { Sources } from "../../ui/Sources.tsx";
import { Left, secondsLeft } from "./Left.tsx";
import { Reword, TooLate } from "./Reword.tsx";
import { useSpokenDraft } from "./useSpokenDraft.ts";

/**
 * An answer of the assistant that waits for a person. Dashed and teal like every draft; what the assistant
 * was unsure about, the time that is left and what happens at zero stand with it. It never takes the focus.
 */
export function Approval({ item }: { item: Item }) {
  const draft = item.draft ?? null;
  const may = useMay(item);
  const rewording = useSurface((open) => open.rewording[item.id] ?? null);
  useSpokenDraft(item);
  // Words that somebody is writing are not taken away with the draft that they were meant for.
  if (rewording !== null && rewording.n !== draft?.n) return <TooLate item={item} text={rewording.text} />;
  if (draft === null || !may.has("approve")) return null;
  return <Held item={item} draft={draft} rewording={rewording?.text ?? null} />;
}

function Held({ item, draft, rewording }: { item: Item; draft: HeldDraft; rewording: string | null }) {
  const { t } = useTranslation();
  const events = useThread(item.id)?.events;
  const more = detailsOf(events, draft.n);
  return (
    <section className="draftbox approval" aria-label={t("approval.title")} data-pane="approval" data-of={item.id}>
      <div className="h">
        <Icon of={ClipboardCheck} size="s" />
        <h2>
          <b>{t("approval.title")}</b> {t("suggestion.not_sent")}
        </h2>
        <span className="sp" />
        <Left until={draft.until} />
      </div>
      {rewording === null ? (
        <>
          <p className="words" dir="auto" lang={item.language ?? undefined} tabIndex={-1} data-focus="draft-text">
            {draft.text}
          </p>
          <Unsure draft={draft} more={more} />
          <Sources sources={more.sources} />
          <Buttons item={item} draft={draft} more={more} />
        </>
      ) : (
        <Reword item={item} draft={draft} text={rewording} />
      )}
    </section>
  );
}

interface Details {
  sources: readonly Source[];
  needs: number | null;
  fallback: "hand_off" | "send" | "unknown" | null;
}

/** What only the journal knows of a held answer: where it stands written, what was asked for, what happens at zero. */
function detailsOf(events: readonly AEvent[] | undefined, n: number): Details {
  const event = events?.findLast((one) => one.event.kind === "draft_held" && (one.event["draft"] as { n?: number } | undefined)?.n === n);
  if (event === undefined) return { sources: [], needs: null, fallback: null };
  const kept = event.event["draft"] as {
    sources?: Source[];
    fallback?: Details["fallback"];
    evidence?: { label?: string; needs?: number }[];
  };
  const asked = kept.evidence?.find((one) => one.label === "confidence" && one.needs !== undefined && one.needs > 0 && one.needs <= 1);
  return { sources: kept.sources ?? [], needs: asked?.needs ?? null, fallback: kept.fallback ?? "hand_off" };
}

/** In figures and in words; an answer that stands nowhere says so. */
function Unsure({ draft, more }: { draft: HeldDraft; more: Details }) {
  const { t, i18n } = useTranslation();
  const figure = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const value = figure.format(draft.confidence);
  return (
    <p className="xs row wrap unsure" title={t("approval.rule", { rule: ruleName(t, draft.rule, draft.rule_name) })}>
      <Icon of={TriangleAlert} size="xs" />
      <b>{t("approval.unsure")}</b>
      <span className="num">{more.needs === null ? value : t("approval.of", { value, needs: figure.format(more.needs) })}</span>
      {more.sources.length === 0 && more.fallback !== null ? <span>· {t("approval.no_source")}</span> : null}
    </p>
  );
}

function Buttons({ item, draft, more }: { item: Item; draft: HeldDraft; more: Details }) {
  const { t } = useTranslation();
  const run = useRun();
  const may = useMay(item);
  const online = useDesk((desk) => desk.link.status === "online");
  const seconds = secondsLeft(draft.until, useNow());
  // Whoever may not simply take it rejects it first, which must lead to a person to be of use.
  const takes = may.has("take_over") || more.fallback === "hand_off";
  const name = firstName(item.customer.name) ?? t("the_customer");
  const team = draft.team?.name ?? item.team?.name ?? t("your_team");
  return (
    <div className="row wrap approval-b">
      <button type="button" className="btn sm draft" aria-disabled={!online} aria-keyshortcuts="Control+Enter" onClick={() => run(approve)}>
        <Icon of={Check} size="s" />
        {t("approval.approve")} <Keys keys="mod+enter" />
      </button>
      <button type="button" className="btn sm" aria-keyshortcuts="E" onClick={() => run(editDraft)}>
        <Icon of={Pencil} size="s" className="show-s" />
        {t("approval.edit")} <Keys keys="e" />
      </button>
      <button type="button" className="btn sm" aria-disabled={!online} aria-keyshortcuts="X" onClick={() => run(rejectDraft)}>
        <Icon of={X} size="s" className="show-s" />
        {t("approval.reject")} <Keys keys="x" />
      </button>
      {takes ? (
        <button type="button" className="btn sm" aria-disabled={!online} aria-keyshortcuts="Backspace" onClick={() => run(takeDraft)}>
          <Icon of={UserRound} size="s" className="show-s" />
          {t("approval.take_over")} <Keys keys="backspace" />
        </button>
      ) : null}
      <span className="sp" />
      <span className="xs" aria-hidden="true">
        {t(`approval.at_zero.${more.fallback ?? "rule"}`, { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`, name, team })}
      </span>
    </div>
  );
}
