import { CopyCheck, Plus, X } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Span } from "../../api/line.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { barOf, DAYS, type Fault, OFFICE, timeOf } from "./reading.ts";

export interface WeekGridProps {
  week: readonly Span[][];
  faults: readonly Fault[];
  disabled: boolean;
  onChange: (week: Span[][]) => void;
}

/** Seven days, each with its spans and a picture of them; what is wrong stands at its day. */
export function WeekGrid({ week, faults, disabled, onChange }: WeekGridProps) {
  const { t } = useTranslation();
  const names = useDayNames();
  const spansOf = (day: number): Span[] => week[day] ?? [];
  const set = (day: number, spans: Span[]): void => onChange(DAYS.map((one) => (one === day ? spans : spansOf(one))));
  return (
    <div className="week" role="group" aria-label={t("hours.week")}>
      {DAYS.map((day) => {
        const wrong = faults.filter((fault) => fault.part === "week" && fault.at === day);
        return (
          <div className="week-d" role="group" aria-label={names[day]} key={day}>
            <span className="week-n">{names[day]}</span>
            <div className="week-s">
              {spansOf(day).length === 0 ? <span className="sm dim">{t("hours.closed")}</span> : null}
              {spansOf(day).map((span, n) => (
                <Spans
                  // oxlint-disable-next-line react/no-array-index-key -- spans have no identity
                  key={n}
                  span={span}
                  name={names[day] ?? ""}
                  disabled={disabled}
                  wrong={wrong.length > 0}
                  describedBy={wrong.length > 0 ? `week-err-${day}` : undefined}
                  onChange={(next) => set(day, spansOf(day).map((one, m) => (m === n ? next : one)))}
                  onRemove={() => set(day, spansOf(day).filter((_one, m) => m !== n))}
                />
              ))}
              {disabled ? null : (
                <span className="row g1 week-a">
                  <IconButton icon={Plus} small label={t("hours.add_span", { day: names[day] ?? "" })} onClick={() => set(day, [...spansOf(day), spansOf(day).length === 0 ? ["09:00", "17:00"] : ["18:00", "20:00"]])} />
                  {day === 0 && spansOf(0).length > 0 ? (
                    <button type="button" className="btn sm ghost" onClick={() => onChange(DAYS.map((one) => (one < 5 ? spansOf(0).map(([from, to]): Span => [from, to]) : spansOf(one))))}>
                      <Icon of={CopyCheck} size="xs" />
                      {t("hours.copy")}
                    </button>
                  ) : null}
                </span>
              )}
            </div>
            <span className="day-bar" dir="ltr" aria-hidden="true">
              {barOf(spansOf(day), spansOf((day + 6) % 7)).map((part) => (
                <i key={part.from} style={{ insetInlineStart: `${part.from * 100}%`, inlineSize: `${(part.to - part.from) * 100}%` }} />
              ))}
            </span>
            {wrong.length > 0 ? (
              <p className="err" id={`week-err-${day}`} role="alert">
                {wrong.map((fault) => fault.message).join(" ")}
              </p>
            ) : null}
          </div>
        );
      })}
      {week.length === 0 && !disabled ? (
        <button type="button" className="btn sm" onClick={() => onChange(OFFICE)}>
          {t("hours.office")}
        </button>
      ) : null}
    </div>
  );
}

export interface SpansProps {
  span: Span;
  name: string;
  disabled: boolean;
  wrong: boolean;
  describedBy?: string | undefined;
  onChange: (span: Span) => void;
  onRemove: () => void;
}

/** From and to. Text, not a clock: `24:00` and `02:00+1` are times here, too. */
export function Spans({ span, name, disabled, wrong, describedBy, onChange, onRemove }: SpansProps) {
  const { t } = useTranslation();
  const [from, to] = span;
  const field = (value: string, label: string, put: (value: string) => void) => (
    <input
      className="input num span-t"
      value={value}
      disabled={disabled}
      inputMode="numeric"
      maxLength={7}
      dir="ltr"
      aria-label={label}
      aria-invalid={wrong}
      aria-describedby={describedBy}
      onChange={(event) => put(event.target.value)}
      onBlur={(event) => put(timeOf(event.target.value))}
    />
  );
  return (
    <span className="row g1 nowrap">
      {field(from, t("hours.from", { day: name }), (value) => onChange([value, to]))}
      <span aria-hidden="true">–</span>
      {field(to, t("hours.to", { day: name }), (value) => onChange([from, value]))}
      {disabled ? null : <IconButton icon={X} small tip={false} label={t("hours.remove_span", { day: name, from, to })} onClick={onRemove} />}
    </span>
  );
}

/** Monday first, in the language of the workspace. */
export function useDayNames(): string[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" });
    // The 5th of January 2026 was a Monday.
    return DAYS.map((day) => format.format(new Date(Date.UTC(2026, 0, 5 + day))));
  }, [i18n.language]);
}
