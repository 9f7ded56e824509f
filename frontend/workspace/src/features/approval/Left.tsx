import { useTranslation } from "react-i18next";
import { stopwatch } from "../../state/durations.ts";
import { useNow } from "../../state/use.ts";

export function secondsLeft(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

const HURRY_S = 20;

/** The clock of a held answer. It is read when one comes to it, not every second. */
export function Left({ until }: { until: string }) {
  const { t } = useTranslation();
  const seconds = secondsLeft(until, useNow());
  return (
    <span className={seconds <= HURRY_S ? "num m left hurry" : "num m left"} role="timer" aria-label={t("approval.seconds_left", { count: seconds })}>
      {stopwatch(seconds * 1000)}
    </span>
  );
}
