import { BadgeCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptOffer } from "../../actions/index.ts";
import { useRun } from "../../actions/use.ts";
import type { Offer } from "../../api/types.ts";
import { stopwatch } from "../../state/durations.ts";
import { play } from "../../core/sound.ts";
import { announce, useCommands, useDesk, useNow } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { PriorityChip } from "../../ui/PriorityChip.tsx";

const RING_EVERY_MS = 10_000;
const WARN_S = 20;
const SKIP_REASONS = ["busy", "not_mine", "language", "break"] as const;

/** The oldest offer, whole; how many wait behind it, as a number. Nothing here ever takes the focus. */
export function Offers() {
  const { t } = useTranslation();
  const offers = useDesk((desk) => desk.offers);
  const first = offers[0];
  useRinging(first?.conversation ?? null);
  return first === undefined ? null : (
    <OfferSheet key={first.conversation} offer={first} more={offers.length - 1} label={t("offer.label", { team: first.item.team?.name ?? "" })} />
  );
}

/** Rings until it is taken or over: an agent may be making tea. */
function useRinging(offered: string | null): void {
  useEffect(() => {
    if (offered === null) return;
    void play("offer");
    const again = setInterval(() => void play("offer"), RING_EVERY_MS);
    return () => clearInterval(again);
  }, [offered]);
}

export function OfferSheet({ offer, more, label }: { offer: Offer; more: number; label: string }) {
  const { t } = useTranslation();
  const run = useRun();
  const commands = useCommands();
  const now = useNow();
  const [skipping, setSkipping] = useState(false);
  const [sent, setSent] = useState(false);
  const { item, brief } = offer;
  const left = Math.max(0, Math.min(offer.lease_s, Math.ceil((Date.parse(offer.until) - now) / 1000)));
  const since = item.waiting_since ?? brief?.since ?? null;
  const name = item.customer.name ?? t("visitor", { case: item.case ?? "" });
  const reason = t(`reason.${brief?.reason ?? item.reason ?? "policy"}`, { defaultValue: brief?.reason_text ?? "" });
  useWarning(left, offer.lease_s, reason, item.team?.name ?? "");

  function skip(why: string): void {
    setSent(true);
    void commands.act(offer.conversation, { act: "decline", reason: why }).then((done) => setSent(done));
  }

  return (
    <section className="sheet fl" role="dialog" aria-modal="false" aria-label={label} data-pane="offer">
      <div className="row g3 fl-h">
        <Ring left={left} of={offer.lease_s} />
        <div className="fl-t">
          <p className="xs dim ell">
            {t("offer.new_for", { team: item.team?.name ?? t("your_team") })}
            {since === null ? null : (
              <>
                {" "}
                · {t("offer.waiting")} <span className="num">{stopwatch(Math.max(0, now - Date.parse(since)))}</span>
              </>
            )}
          </p>
          <h2>{reason}</h2>
        </div>
        <PriorityChip priority={brief?.priority ?? item.priority} />
      </div>
      <p className="fl-s" dir="auto">
        <b>{name}</b>
        {brief?.summary ? ` · ${brief.summary}` : item.preview === null ? "" : ` · “${item.preview.text}”`}
      </p>
      {brief?.note ? (
        <p className="notebox slim fl-n" dir="auto">
          {brief.note}
        </p>
      ) : null}
      <OfferFacts offer={offer} />
      {skipping && offer.binding !== true ? (
        <div className="fl-f grid g2">
          <p className="sm" id="skip-why">
            {t("offer.skip_why")}
          </p>
          <div className="row wrap" role="group" aria-labelledby="skip-why">
            {SKIP_REASONS.map((why) => (
              <button type="button" className="btn sm" key={why} disabled={sent} onClick={() => skip(why)}>
                {t(`skip.${why}`)}
              </button>
            ))}
            <button type="button" className="btn sm ghost" onClick={() => setSkipping(false)}>
              {t("cancel")}
            </button>
          </div>
        </div>
      ) : (
        <div className="row fl-f">
          {offer.binding === true ? (
            <span className="sm mut">{t("offer.binding")}</span>
          ) : (
            <button type="button" className="btn ghost" onClick={() => setSkipping(true)}>
              {t("offer.skip")}
            </button>
          )}
          <span className="sp" />
          {more > 0 ? <span className="chip">{t("offer.more", { count: more })}</span> : null}
          <button type="button" className="btn person lg" onClick={() => run(acceptOffer)}>
            {t("offer.take")} <Keys keys="enter" />
          </button>
        </div>
      )}
    </section>
  );
}

function OfferFacts({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const { brief } = offer;
  if (brief === null) return null;
  const quote = brief.evidence.find((evidence) => evidence.kind === "quote");
  const score = brief.evidence.find((evidence) => evidence.kind === "score" && evidence.over);
  const button = brief.evidence.some((evidence) => evidence.kind === "button");
  const promise = brief.promises.at(-1);
  return (
    <dl className="dl sec">
      {quote !== undefined ? (
        <>
          <dt>{t("brief.why_now")}</dt>
          <dd>
            <span dir="auto">“{quote.text}”</span>
          </dd>
        </>
      ) : score !== undefined ? (
        <>
          <dt>{t("brief.why_now")}</dt>
          <dd>
            {t(`signal.${score.label}`, { defaultValue: score.label })} {score.value} ≥ {score.needs}
          </dd>
        </>
      ) : button ? (
        <>
          <dt>{t("brief.why_now")}</dt>
          <dd>{t("brief.button")}</dd>
        </>
      ) : null}
      {brief.facts.length > 0 ? (
        <>
          <dt>{t("offer.known")}</dt>
          <dd>
            {brief.facts.slice(0, 3).map((fact) => (
              <span className="row g1" key={fact.name}>
                <span dir="auto">
                  {t(`fact.${fact.name}`, { defaultValue: fact.label })} {fact.value}
                </span>
                {fact.source === "said" || fact.source === "guess" ? null : <Icon of={BadgeCheck} size="xs" />}
              </span>
            ))}
          </dd>
        </>
      ) : null}
      {brief.tried.length > 0 ? (
        <>
          <dt>{t("offer.tried")}</dt>
          <dd>
            <span dir="auto">{brief.tried.map((step) => step.what).join(", ")}</span>
          </dd>
        </>
      ) : null}
      {promise === undefined ? null : (
        <>
          <dt>{t("offer.promised")}</dt>
          <dd>
            <span dir="auto">“{promise.text}”</span>
          </dd>
        </>
      )}
    </dl>
  );
}

/** Says once that an offer came and once, twenty seconds before the end, that it is about to go. */
function useWarning(left: number, lease: number, reason: string, team: string): void {
  const { t } = useTranslation();
  const said = useRef<"" | "new" | "soon">("");
  const phase = left <= WARN_S && left < lease - 2 ? "soon" : "new";
  useEffect(() => {
    if (said.current === phase) return;
    said.current = phase;
    announce(phase === "new" ? t("offer.spoken", { reason, team, seconds: left }) : t("offer.spoken_soon", { seconds: left }));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once a phase, not once a second
  }, [phase]);
}

const AROUND = 2 * Math.PI * 18;

function Ring({ left, of }: { left: number; of: number }) {
  const { t } = useTranslation();
  const part = of > 0 ? left / of : 0;
  return (
    <span className={left <= WARN_S / 2 ? "ring hurry" : "ring"} role="timer" aria-label={t("offer.seconds_left", { count: left })}>
      <svg viewBox="0 0 40 40" fill="none" strokeWidth="3" aria-hidden="true">
        <circle cx="20" cy="20" r="18" stroke="var(--line)" />
        <circle cx="20" cy="20" r="18" stroke="var(--person)" strokeDasharray={`${part * AROUND} ${AROUND}`} strokeLinecap="round" />
      </svg>
      {left}
    </span>
  );
}
