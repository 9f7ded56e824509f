import { AlarmClock, ClockAlert, FileClock, type LucideIcon, MessageCircleReply, PhoneCall, PhoneMissed } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { DueState, PromiseKind } from "../api/line.ts";
import { ago } from "../state/durations.ts";
import { useNow } from "../state/use.ts";
import { Icon } from "./Icon.tsx";

const ICONS: Readonly<Record<PromiseKind, LucideIcon>> = { callback: PhoneCall, case: FileClock, first_answer: MessageCircleReply, next_answer: MessageCircleReply };

export interface DueChipProps {
  at: string;
  kind: PromiseKind;
  state: DueState;
  /** Without the name of what is due: its drawing says it, and the row around. */
  short?: boolean;
}

/** How a promise stands: amber and red never alone, but with a drawing and with words. */
export function DueChip({ at, kind, state, short }: DueChipProps) {
  const { t } = useTranslation();
  const left = Date.parse(at) - useNow();
  const now: DueState = left <= 0 ? "broken" : state;
  const span = ago(Math.abs(left));
  const time = span.unit === "now" ? t("ago.m", { n: 1 }) : t(`ago.${span.unit}`, { n: span.n });
  const tone = now === "broken" ? "bad" : now === "soon" ? "warn" : "";
  const icon = now === "broken" ? (kind === "callback" ? PhoneMissed : AlarmClock) : now === "soon" && kind !== "callback" ? ClockAlert : (ICONS[kind] ?? FileClock);
  const what = t(`due.${kind}`);
  return (
    <span className={`chip due ${tone}`}>
      <Icon of={icon} />
      <span className="num">{t(`${short === true ? "due_short" : "due"}.${now === "broken" ? "broken" : "soon"}`, { what, time })}</span>
      {short === true ? <span className="vh"> {what}</span> : null}
    </span>
  );
}
