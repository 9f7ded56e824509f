import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, TriangleAlert, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Calendar, teamPath, type TeamShown } from "../../api/line.ts";
import { Refused } from "../../api/transport.ts";
import type { Team } from "../../api/types.ts";
import { announce, useCommands, useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Holidays, SingleDays } from "./Dates.tsx";
import { Preview } from "./Preview.tsx";
import { calendarsOf, EMPTY, type Fault, faultOf, hoursOf, OFFICE, ownZone, zones } from "./reading.ts";
import { WeekGrid } from "./WeekGrid.tsx";

/** When each team is there, in whose time zone, and what customers read when it is not. */
export function HoursPage({ team, onTeam, back }: { team: string | null; onTeam: (team: string) => void; back: React.ReactNode }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const id = useId();
  const teams = useQuery({ queryKey: ["teams"], queryFn: () => commands.get<Team[]>("/teams"), staleTime: 5000 });
  const open = team ?? teams.data?.[0]?.id ?? null;
  return (
    <>
      <header className="page-h">
        {back}
        <h1>{t("hours.title")}</h1>
        <span className="sp" />
        <label htmlFor={id} className="vh">
          {t("floor.teams")}
        </label>
        <select id={id} className="input team-s" value={open ?? ""} onChange={(event) => onTeam(event.target.value)}>
          {(teams.data ?? []).map((one) => (
            <option value={one.id} key={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </header>
      <div className="page-b">
        {teams.isError ? <p className="err">{t("told.unreachable")}</p> : null}
        {teams.data?.length === 0 ? <p className="sm mut">{t("floor.no_team")}</p> : null}
        {open === null ? null : <OneTeam key={open} id={open} />}
      </div>
    </>
  );
}

function OneTeam({ id }: { id: string }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const asked = useQuery({ queryKey: ["team", id], queryFn: () => commands.get<TeamShown>(teamPath(id)), refetchOnWindowFocus: false, retry: false });
  if (asked.isError) return <p className="err">{asked.error.message}</p>;
  if (asked.data === undefined) return <p className="sm mut">{t("loading")}</p>;
  return <Editor team={asked.data} />;
}

interface Draft {
  calendars: Calendar[];
  within: number;
}

function Editor({ team }: { team: TeamShown }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const client = useQueryClient();
  const manages = useDesk((desk) => desk.me?.role === "manager" || desk.me?.role === "admin");
  const [draft, setDraft] = useState<Draft | null>(null);
  const [open, setOpen] = useState(0);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [version, setVersion] = useState(0);
  const [busy, setBusy] = useState(false);
  const kept: Draft = { calendars: calendarsOf(team.hours), within: team.answer_within_min };
  const { calendars, within } = draft ?? kept;
  const calendar = calendars[open] ?? calendars[0] ?? EMPTY;
  const here = faults.filter((fault) => fault.calendar === open);
  const always = calendar.week.length === 0;
  const id = useId();

  const change = (more: Partial<Draft>): void => setDraft({ ...(draft ?? kept), ...more });
  const put = (more: Partial<Calendar>): void => change({ calendars: calendars.map((one, n) => (n === open ? { ...one, ...more } : one)) });

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || draft === null) return;
    setBusy(true);
    setFaults([]);
    try {
      const after = await commands.patch<TeamShown>(teamPath(team.id), { hours: hoursOf(draft.calendars), answer_within_min: draft.within });
      client.setQueryData(["team", team.id], after);
      void client.invalidateQueries({ queryKey: ["teams"] });
      setDraft(null);
      setVersion((n) => n + 1);
      commands.tell({ id: "hours", tone: "ok", key: "told.hours_kept", values: { team: team.name } });
    } catch (error) {
      const found = error instanceof Refused ? (error.problem.errors ?? []).map(faultOf) : [];
      setFaults(found);
      if (found[0] !== undefined) setOpen(found[0].calendar);
      if (found.length === 0) commands.tell({ tone: "bad", ...(error instanceof Refused ? { key: `not_done.${error.code}`, text: error.message } : { key: "told.unreachable" }) });
      else announce(t("hours.faults", { count: found.length }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="hours">
      <form className="grid" onSubmit={(event) => void save(event)} noValidate>
        {team.warnings.map((warning) => (
          <div className="banner" key={warning.code + warning.text}>
            <Icon of={TriangleAlert} size="s" />
            <span dir="auto">{warning.text}</span>
          </div>
        ))}
        <section className="card">
          <div className="card-h wrap">
            <h2>{t("hours.opening")}</h2>
            {draft === null ? null : <span className="chip warn">{t("hours.not_saved")}</span>}
            <span className="sp" />
            <div className="tabs" role="group" aria-label={t("hours.calendars")}>
              {calendars.map((one, n) => (
                // oxlint-disable-next-line react/no-array-index-key -- calendars have no identity
                <button type="button" className="tab" key={n} aria-pressed={open === n} onClick={() => setOpen(n)}>
                  {one.zone.split("/").at(-1)?.replaceAll("_", " ")}
                  {faults.some((fault) => fault.calendar === n) ? <Icon of={TriangleAlert} size="xs" className="bad" /> : null}
                </button>
              ))}
            </div>
            {manages && !always ? (
              <IconButton
                icon={Plus}
                small
                label={t("hours.add_calendar")}
                onClick={() => {
                  change({ calendars: [...calendars, { ...EMPTY, zone: ownZone(), week: OFFICE }] });
                  setOpen(calendars.length);
                }}
              />
            ) : null}
          </div>
          <div className="sec grid">
            <div className="row wrap hours-z">
              <div className="field">
                <label htmlFor={`${id}-zone`}>{t("hours.zone")}</label>
                <input id={`${id}-zone`} className="input" list={`${id}-zones`} dir="ltr" value={calendar.zone} disabled={!manages} aria-invalid={here.some((fault) => fault.part === "zone")} onChange={(event) => put({ zone: event.target.value })} />
                <datalist id={`${id}-zones`}>
                  {zones().map((zone) => (
                    <option value={zone} key={zone}>
                      {zone}
                    </option>
                  ))}
                </datalist>
                <Faults of={here.filter((fault) => fault.part === "zone")} />
              </div>
              <label className="row sm">
                <input type="checkbox" className="switch" checked={always} disabled={!manages || open > 0} onChange={(event) => put({ week: event.target.checked ? [] : OFFICE })} />
                {t("hours.always")}
              </label>
              <span className="sp" />
              {manages && open > 0 ? (
                <button
                  type="button"
                  className="btn sm ghost"
                  onClick={() => {
                    change({ calendars: calendars.filter((_one, n) => n !== open) });
                    setOpen(0);
                  }}
                >
                  <Icon of={X} size="xs" />
                  {t("hours.remove_calendar")}
                </button>
              ) : null}
            </div>
            {always ? <p className="sm mut">{t("hours.always_help")}</p> : <WeekGrid week={calendar.week} faults={here} disabled={!manages} onChange={(week) => put({ week })} />}
            <Faults of={here.filter((fault) => fault.part === "rest" || (fault.part === "week" && fault.at === -1))} />
          </div>
          <div className="sec grid">
            <Holidays days={calendar.closed_on} faults={here} disabled={!manages} onChange={(closed_on) => put({ closed_on })} />
            <SingleDays days={calendar.days} faults={here} disabled={!manages} onChange={(days) => put({ days })} />
          </div>
          <div className="sec">
            <div className="field within">
              <label htmlFor={`${id}-within`}>{t("hours.within")}</label>
              <span className="row">
                <input id={`${id}-within`} className="input num" type="number" min={1} max={20160} value={within} disabled={!manages} onChange={(event) => change({ within: Number(event.target.value) })} />
                <span className="sm mut">{t("hours.within_unit")}</span>
              </span>
              <p className="help">{t("hours.within_help")}</p>
            </div>
          </div>
          <div className="sec row">
            {manages ? null : <span className="sm mut">{t("hours.managers_only")}</span>}
            <span className="sp" />
            {draft === null ? null : (
              <button
                type="button"
                className="btn"
                onClick={() => {
                  setDraft(null);
                  setFaults([]);
                  setOpen(0);
                }}
              >
                {t("hours.undo")}
              </button>
            )}
            {manages ? (
              <button type="submit" className="btn primary" disabled={busy || draft === null}>
                {t("save")}
              </button>
            ) : null}
          </div>
        </section>
      </form>
      <Preview team={team.id} version={version} dirty={draft !== null} />
    </div>
  );
}

function Faults({ of: faults }: { of: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <p className="err" role="alert">
      {faults.map((fault) => fault.message).join(" ")}
    </p>
  );
}
