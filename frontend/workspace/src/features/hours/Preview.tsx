import { useQuery } from "@tanstack/react-query";
import { Check, Clock, Moon } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HoursPreview } from "../../api/line.ts";
import { teamPath } from "../../api/line.ts";
import { LOCALES, NAMES } from "../../core/preferences.ts";
import { useCommands } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ownZone, zones } from "./reading.ts";

/** The coming Saturday at two, on the reader's wall: the moment that is forgotten most. */
function saturday(): string {
  const at = new Date();
  at.setDate(at.getDate() + ((6 - at.getDay() + 7) % 7 || 7));
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T14:00`;
}

/** What a customer would read at a moment, by the hours as they are kept. */
export function Preview({ team, version, dirty }: { team: string; version: number; dirty: boolean }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [at, setAt] = useState(saturday);
  const [zone, setZone] = useState(ownZone);
  const [language, setLanguage] = useState("en");
  const id = useId();
  const wanted = new URLSearchParams({ at, zone, language, channel: "web" }).toString();
  const asked = useQuery({
    queryKey: ["preview", team, wanted, version],
    queryFn: () => commands.get<HoursPreview>(`${teamPath(team)}/preview?${wanted}`),
    enabled: at !== "",
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <section className="card" aria-labelledby={`${id}-h`}>
      <div className="card-h">
        <h2 id={`${id}-h`}>{t("hours.preview")}</h2>
      </div>
      <div className="sec grid g3">
        <div className="field">
          <label htmlFor={`${id}-at`}>{t("hours.preview_at")}</label>
          <input id={`${id}-at`} type="datetime-local" className="input" value={at} onChange={(event) => setAt(event.target.value)} />
        </div>
        <div className="pair-f">
          <div className="field">
            <label htmlFor={`${id}-zone`}>{t("hours.preview_zone")}</label>
            <input id={`${id}-zone`} className="input" list={`${id}-zones`} value={zone} dir="ltr" onChange={(event) => setZone(event.target.value)} />
            <datalist id={`${id}-zones`}>
              {zones().map((one) => (
                <option value={one} key={one}>
                  {one}
                </option>
              ))}
            </datalist>
          </div>
          <div className="field">
            <label htmlFor={`${id}-lang`}>{t("hours.preview_language")}</label>
            <select id={`${id}-lang`} className="input" value={language} onChange={(event) => setLanguage(event.target.value)}>
              {LOCALES.map((locale) => (
                <option value={locale} key={locale}>
                  {NAMES[locale]}
                </option>
              ))}
            </select>
          </div>
        </div>
        {dirty ? <p className="help">{t("hours.preview_saved")}</p> : null}
      </div>
      <div className="sec" role="status">
        {asked.isError ? <p className="err">{asked.error.message}</p> : asked.data === undefined ? <p className="sm mut">{t("loading")}</p> : <Seen seen={asked.data} language={language} />}
      </div>
    </section>
  );
}

/** A time on the customer's wall: it has no zone, and must not get this reader's. */
function wall(local: string, locale: string): string {
  const at = new Date(`${local}Z`);
  if (Number.isNaN(at.getTime())) return local;
  return new Intl.DateTimeFormat(`${locale}-u-nu-latn`, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" }).format(at);
}

function Seen({ seen, language }: { seen: HoursPreview; language: string }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="seen">
      <p className="row g1">
        <span className={seen.open ? "chip ok" : "chip"}>
          <Icon of={seen.open ? Check : Moon} />
          {t(seen.open ? "hours.open" : "hours.closed")}
        </span>
        <span className="sm mut">{wall(seen.local, i18n.language)}</span>
      </p>
      <div className="seen-w" lang={language} dir="auto">
        {seen.header.map((line, n) => (
          <p className={n === 0 ? "b" : "xs mut"} key={line}>
            {line}
          </p>
        ))}
        {seen.lines.map((line) => (
          <p className="seen-l" key={line}>
            {line}
          </p>
        ))}
      </div>
      <ul className="row wrap g1">
        {seen.choices.map((choice) => (
          <li className="chip line" key={choice}>
            {t(`hours.choice.${choice}`, { defaultValue: choice })}
          </li>
        ))}
      </ul>
      {seen.opens_local === null && (seen.answer_by_local === null || seen.open) ? null : (
        <p className="xs mut row g1">
          <Icon of={Clock} size="xs" />
          <span>
            {[seen.opens_local === null ? "" : t("hours.opens", { at: seen.opens_local }), seen.answer_by_local === null || seen.open ? "" : t("hours.answer_by", { at: seen.answer_by_local })].filter(Boolean).join(" · ")}
          </span>
        </p>
      )}
      {seen.saved === "" ? null : (
        <div className="grid g1">
          <p className="xs dim">{t("hours.saved")}</p>
          <p className="seen-l" lang={language} dir="auto">
            {seen.saved}
          </p>
        </div>
      )}
      {seen.case ? <p className="xs mut">{t("hours.becomes_case")}</p> : null}
    </div>
  );
}
