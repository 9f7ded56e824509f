import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenDay } from "../../api/line.ts";
import { useDay } from "../../ui/figures.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { Fault } from "./reading.ts";
import { Spans } from "./WeekGrid.tsx";

/** Whole days on which nobody is there. Those of the past are pale: they do nothing any more. */
export function Holidays({ days, faults, disabled, onChange }: { days: readonly string[]; faults: readonly Fault[]; disabled: boolean; onChange: (days: string[]) => void }) {
  const { t } = useTranslation();
  const day = useDay();
  const [next, setNext] = useState("");
  const today = new Date().toISOString().slice(0, 10);
  const wrong = faults.filter((fault) => fault.part === "closed_on");

  function add(): void {
    if (next === "" || days.includes(next)) return;
    onChange([...days, next].sort());
    setNext("");
  }

  return (
    <div className="field">
      <span className="lbl">{t("hours.holidays")}</span>
      <ul className="row wrap g1">
        {days.map((one) => (
          <li className={one < today ? "chip line past" : "chip line"} key={one}>
            {day(one)}
            {one < today ? <span className="vh"> {t("hours.past")}</span> : null}
            {disabled ? null : (
              <button type="button" className="chip-x" aria-label={t("hours.remove_day", { day: day(one) })} onClick={() => onChange(days.filter((other) => other !== one))}>
                <Icon of={X} size="xs" />
              </button>
            )}
          </li>
        ))}
        {days.length === 0 ? <li className="sm dim">{t("hours.no_holidays")}</li> : null}
      </ul>
      {wrong.length > 0 ? <p className="err">{wrong.map((fault) => fault.message).join(" ")}</p> : null}
      {disabled ? null : (
        <div className="row">
          <input type="date" className="input date-i" value={next} aria-label={t("hours.holiday_date")} onChange={(event) => setNext(event.target.value)} />
          <button type="button" className="btn sm" disabled={next === ""} onClick={add}>
            <Icon of={Plus} size="xs" />
            {t("hours.add_day")}
          </button>
        </div>
      )}
    </div>
  );
}

/** Days that are not as others: a name that customers may read, and hours of their own. */
export function SingleDays({ days, faults, disabled, onChange }: { days: readonly OpenDay[]; faults: readonly Fault[]; disabled: boolean; onChange: (days: OpenDay[]) => void }) {
  const { t } = useTranslation();
  const set = (n: number, change: Partial<OpenDay>): void => onChange(days.map((one, m) => (m === n ? { ...one, ...change } : one)));
  return (
    <div className="field">
      <span className="lbl">{t("hours.days")}</span>
      {days.map((one, n) => {
        const wrong = faults.filter((fault) => fault.part === "days" && fault.at === n);
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a date may be typed anew, the row stays
          <div className="single" key={n} role="group" aria-label={one.name || one.date}>
            <input type="date" className="input date-i" value={one.date} disabled={disabled} aria-label={t("hours.date")} onChange={(event) => set(n, { date: event.target.value })} />
            <input className="input single-n" value={one.name} disabled={disabled} maxLength={60} dir="auto" placeholder={t("hours.name")} aria-label={t("hours.name")} onChange={(event) => set(n, { name: event.target.value })} />
            <div className="week-s">
              {one.open.length === 0 ? <span className="sm dim">{t("hours.closed")}</span> : null}
              {one.open.map((span, m) => (
                <Spans
                  // oxlint-disable-next-line react/no-array-index-key -- spans have no identity
                  key={m}
                  span={span}
                  name={one.name || one.date}
                  disabled={disabled}
                  wrong={wrong.length > 0}
                  onChange={(next) => set(n, { open: one.open.map((other, k) => (k === m ? next : other)) })}
                  onRemove={() => set(n, { open: one.open.filter((_other, k) => k !== m) })}
                />
              ))}
              {disabled ? null : <IconButton icon={Plus} small label={t("hours.add_span", { day: one.name || one.date })} onClick={() => set(n, { open: [...one.open, ["10:00", "14:00"]] })} />}
            </div>
            {disabled ? null : <IconButton icon={X} small label={t("hours.remove_day", { day: one.name || one.date })} onClick={() => onChange(days.filter((_other, m) => m !== n))} />}
            {wrong.length > 0 ? <p className="err">{wrong.map((fault) => fault.message).join(" ")}</p> : null}
          </div>
        );
      })}
      {disabled ? null : (
        <div>
          <button type="button" className="btn sm" onClick={() => onChange([...days, { date: new Date().toISOString().slice(0, 10), name: "", open: [["10:00", "14:00"]] }])}>
            <Icon of={Plus} size="xs" />
            {t("hours.add_single")}
          </button>
        </div>
      )}
    </div>
  );
}
