import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Floor } from "../../api/floor.ts";
import { announce, useDesk, useNow } from "../../state/use.ts";
import { clockTime } from "../../ui/When.tsx";
import { atRisk, riskAt } from "./reading.ts";

const STALE_S = 20;
const SPEAK_EVERY_MS = 30_000;

/** How new the page is. It is not read out by itself: that would be once a second. */
export function LiveMark({ floor }: { floor: Floor | null }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const online = useDesk((desk) => desk.link.status === "online");
  if (floor === null) return null;
  const age = Math.max(0, Math.round((now - Date.parse(floor.at)) / 1000));
  const state = !online ? "offline" : age > STALE_S ? "stale" : "live";
  return (
    <span className={`now ${state}`}>
      <i aria-hidden="true" />
      {state === "offline" ? t("floor.offline", { at: clockTime(floor.at, i18n.language) }) : t(`floor.${state}`, { count: age })}
    </span>
  );
}

/** Says who has waited past a promise, at most twice a minute, and nothing else. */
export function useSpokenRisk(floor: Floor | null): void {
  const { t } = useTranslation();
  const known = useRef<ReadonlySet<string> | null>(null);
  const spokenAt = useRef(0);
  useEffect(() => {
    if (floor === null) return;
    const now = Date.parse(floor.at);
    const late = atRisk(floor.line, now).filter((row) => riskAt(row, now) === "over");
    const before = known.current;
    if (before === null) {
      known.current = new Set(late.map((row) => row.conversation));
      return;
    }
    if (now - spokenAt.current < SPEAK_EVERY_MS) return;
    const fresh = late.filter((row) => !before.has(row.conversation));
    known.current = new Set(late.map((row) => row.conversation));
    if (fresh.length === 0) return;
    spokenAt.current = now;
    announce(t("floor.spoken_late", { count: fresh.length, name: fresh[0]?.customer.name ?? t("visitor", { case: fresh[0]?.case ?? "" }) }));
  }, [floor, t]);
}
