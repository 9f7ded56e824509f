import { AlarmClock, CalendarClock, Clock, ClockAlert, Moon, PhoneCall, Reply } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Item } from "../api/types.ts";
import { ago, stopwatch, timerOf, type Timer } from "../state/durations.ts";
import { useNow } from "../state/use.ts";
import { Icon } from "./Icon.tsx";
import { dayAndTime } from "./When.tsx";

/** In a list row: icon, figure, and the whole sentence for those who listen. */
export function TimerText({ item }: { item: Item }) {
  const { t, i18n } = useTranslation();
  const timer = timerOf(item, useNow());
  if (timer === null) return <span className="timer" />;
  const icon =
    timer.direction === "snoozed"
      ? Moon
      : timer.direction === "replied"
        ? Reply
        : timer.direction === "answer_by"
          ? item.due_kind === "callback"
            ? PhoneCall
            : CalendarClock
          : timer.tone === "late"
            ? AlarmClock
            : timer.tone === "soon"
              ? ClockAlert
              : Clock;
  return (
    <span className={`timer ${timer.tone}`}>
      <Icon of={icon} size="xs" flip={timer.direction === "replied"} />
      <span className="num">{figure(timer, t, i18n.language)}</span>
      <span className="vh"> {t(`timer.${timer.direction}`)}</span>
      {timer.tone === "late" ? <span className="vh">, {t("timer.late")}</span> : null}
    </span>
  );
}

/** In the header of a thread: "waiting for you 1:42", "you replied 3 m". */
export function TimerSentence({ item, mine }: { item: Item; mine: boolean }) {
  const { t, i18n } = useTranslation();
  const timer = timerOf(item, useNow());
  if (timer === null) return <span>{t(`stage.${item.stage}`)}</span>;
  const tone = timer.tone === "late" ? "bad" : timer.tone === "soon" ? "warn" : "";
  const whose = timer.direction === "waiting" && !mine ? "waiting_team" : timer.direction === "replied" ? "you_replied" : timer.direction;
  return (
    <span>
      {t(`timer.${whose}`)} <b className={`num ${tone}`}>{figure(timer, t, i18n.language)}</b>
    </span>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function figure(timer: Timer, t: Translate, locale: string): string {
  if (timer.direction === "snoozed" || timer.direction === "answer_by") return dayAndTime(timer.at, locale);
  if (timer.direction === "waiting") return stopwatch(timer.ms);
  const since = ago(timer.ms);
  return since.unit === "now" ? t("ago.now") : t(`ago.${since.unit}`, { n: since.n });
}
