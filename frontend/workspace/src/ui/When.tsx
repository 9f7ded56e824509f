import { useTranslation } from "react-i18next";
import type { Iso } from "../api/types.ts";

/** A time of day in the reader's zone; the full date on hover and for machines. */
export function When({ at, withDay = false }: { at: Iso; withDay?: boolean }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={fullTime(at, i18n.language)}>
      {withDay ? dayAndTime(at, i18n.language) : clockTime(at, i18n.language)}
    </time>
  );
}

const DIGITS = "-u-nu-latn";

export function clockTime(at: Iso, locale: string): string {
  return new Intl.DateTimeFormat(locale + DIGITS, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
}

export function fullTime(at: Iso, locale: string): string {
  return new Intl.DateTimeFormat(locale + DIGITS, { dateStyle: "full", timeStyle: "short" }).format(new Date(at));
}

/** `14:03` today, `Tue 09:00` within a week, else `3 Nov 09:00`. */
export function dayAndTime(at: Iso, locale: string, now: number = Date.now()): string {
  const time = new Date(at);
  const days = Math.abs(startOfDay(time) - startOfDay(new Date(now))) / 86_400_000;
  if (days < 0.5) return clockTime(at, locale);
  const day: Intl.DateTimeFormatOptions = days < 6.5 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return `${new Intl.DateTimeFormat(locale + DIGITS, day).format(time)} ${clockTime(at, locale)}`;
}

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}
