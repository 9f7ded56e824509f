import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, Plus, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentPath, type PersonInfo } from "../../api/line.ts";
import { Refused } from "../../api/transport.ts";
import type { Team } from "../../api/types.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { useLanguage } from "../../ui/figures.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { changeOf, type Draft, draftOf, LEVELS, skillName } from "./reading.ts";

/** One of the staff. Leads change places and when they are back; managers everything. */
export function Person({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const asked = useQuery({ queryKey: ["agent", id], queryFn: () => commands.get<PersonInfo>(agentPath(id)), refetchOnWindowFocus: false, retry: false });
  if (asked.isError) return <p className="err">{asked.error.message}</p>;
  if (asked.data === undefined) return <p className="sm mut">{t("loading")}</p>;
  return <Editor person={asked.data} onBack={onBack} />;
}

function Editor({ person, onBack }: { person: PersonInfo; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const client = useQueryClient();
  const language = useLanguage();
  const role = useDesk((desk) => desk.me?.role ?? "agent");
  const leads = role !== "agent";
  const manages = role === "manager" || role === "admin";
  const teams = useQuery({ queryKey: ["teams"], queryFn: () => commands.get<Team[]>("/teams"), staleTime: 5000 });
  const [changed, setChanged] = useState<Draft | null>(null);
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const draft = changed ?? draftOf(person);
  const id = useId();
  const put = (more: Partial<Draft>): void => setChanged({ ...draft, ...more });

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const change = changeOf(draftOf(person), draft);
    if (busy || Object.keys(change).length === 0) return;
    setBusy(true);
    setWrong("");
    try {
      const after = await commands.patch<PersonInfo>(agentPath(person.id), change);
      client.setQueryData(["agent", person.id], after);
      void client.invalidateQueries({ queryKey: ["agents"] });
      setChanged(null);
      commands.tell({ id: "person", tone: "ok", key: "told.person_kept", values: { name: person.name } });
    } catch (error) {
      setWrong(error instanceof Refused ? error.message : t("told.unreachable"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="card" onSubmit={(event) => void save(event)} noValidate>
      <div className="card-h">
        <IconButton icon={ArrowLeft} label={t("people.back")} className="back" flip tip={false} onClick={onBack} />
        <Avatar voice="person" initials={person.initials} />
        <div className="id">
          <h2 dir="auto">{person.name}</h2>
          <p className="xs dim">
            {t(`status.${person.status}`)}
            {person.lent.map((one) => ` · ${t("floor.helps", { team: one.team.name, at: dayAndTime(one.until, i18n.language) })}`)}
          </p>
        </div>
        <span className="sp" />
        {changed === null ? null : <span className="chip warn">{t("hours.not_saved")}</span>}
      </div>
      <div className="sec pair-f">
        <div className="field">
          <label htmlFor={`${id}-places`}>{t("people.places")}</label>
          <input id={`${id}-places`} className="input num" type="number" min={0} max={50} value={draft.capacity} disabled={!leads} onChange={(event) => put({ capacity: Math.max(0, Math.min(50, Math.round(Number(event.target.value)))) })} />
          <p className="help">{t("people.places_help")}</p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-back`}>{t("people.back_at")}</label>
          <input id={`${id}-back`} className="input" type="datetime-local" value={localOf(draft.back_at)} disabled={!leads} onChange={(event) => put({ back_at: event.target.value === "" ? null : new Date(event.target.value).toISOString() })} />
          <p className="help">{t("people.back_help")}</p>
        </div>
      </div>
      <fieldset className="sec plain" disabled={!manages}>
        <legend className="lbl">{t("people.teams")}</legend>
        <div className="row wrap">
          {(teams.data ?? []).map((team) => (
            <label className="row g1 sm" key={team.id}>
              <input type="checkbox" className="check" checked={draft.teams.includes(team.id)} onChange={(event) => put({ teams: event.target.checked ? [...draft.teams, team.id] : draft.teams.filter((one) => one !== team.id) })} />
              {team.name}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="sec grid g2">
        <span className="lbl">{t("people.skills")}</span>
        <ul className="skills">
          {draft.skills.map((skill) => (
            <li className="row g2" key={skill.name}>
              <span className="skill-n" dir="auto">
                {skill.name}
              </span>
              <div className="tabs" role="group" aria-label={t("people.level_of", { name: skill.name })}>
                {LEVELS.map((level) => (
                  <button
                    type="button"
                    className="tab"
                    key={level}
                    aria-pressed={skill.level === level}
                    disabled={!manages}
                    aria-label={t(`people.level.${level}`)}
                    title={t(`people.level.${level}`)}
                    onClick={() => put({ skills: draft.skills.map((one) => (one.name === skill.name ? { ...one, level } : one)) })}
                  >
                    {level}
                  </button>
                ))}
              </div>
              <span className="xs dim hide-s">{t(`people.level.${skill.level}`, { defaultValue: "" })}</span>
              <span className="sp" />
              {manages ? <IconButton icon={X} small tip={false} label={t("people.remove", { name: skill.name })} onClick={() => put({ skills: draft.skills.filter((one) => one.name !== skill.name) })} /> : null}
            </li>
          ))}
          {draft.skills.length === 0 ? <li className="sm dim">{t("people.no_skills")}</li> : null}
        </ul>
        {manages ? (
          <Adder
            label={t("people.add_skill")}
            onAdd={(typed) => {
              const name = skillName(typed);
              if (name !== "" && !draft.skills.some((one) => one.name === name)) put({ skills: [...draft.skills, { name, level: 1 }] });
            }}
          />
        ) : null}
      </div>
      <div className="sec grid g2">
        <span className="lbl">{t("people.languages")}</span>
        <ul className="row wrap g1">
          {draft.languages.map((code) => (
            <li className="chip line" key={code}>
              {language(code)}
              {manages ? (
                <button type="button" className="chip-x" aria-label={t("people.remove", { name: language(code) })} onClick={() => put({ languages: draft.languages.filter((one) => one !== code) })}>
                  <Icon of={X} size="xs" />
                </button>
              ) : null}
            </li>
          ))}
          {draft.languages.length === 0 ? <li className="sm dim">{t("people.every_language")}</li> : null}
        </ul>
        {manages ? (
          <Adder
            label={t("people.add_language")}
            onAdd={(typed) => {
              const code = typed.trim().toLocaleLowerCase();
              if (/^[a-z]{2,3}(?:-[a-z0-9]+)?$/u.test(code) && !draft.languages.includes(code)) put({ languages: [...draft.languages, code] });
            }}
          />
        ) : null}
      </div>
      {(person.changes ?? []).length === 0 ? null : (
        <div className="sec">
          <h3>{t("people.changes")}</h3>
          <ol className="changes">
            {[...(person.changes ?? [])].reverse().slice(0, 6).map((one) => (
              <li className="xs" key={one.at + one.what}>
                <span className="dim num">{dayAndTime(one.at, i18n.language)}</span> <b dir="auto">{one.by}</b> <span dir="auto">{one.what}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
      <div className="sec row wrap">
        {wrong === "" ? null : (
          <p className="err" role="alert">
            {wrong}
          </p>
        )}
        {manages ? null : <span className="sm mut">{t(leads ? "people.leads_only" : "people.read_only")}</span>}
        <span className="sp" />
        {changed === null ? null : (
          <button type="button" className="btn" onClick={() => setChanged(null)}>
            {t("hours.undo")}
          </button>
        )}
        {leads ? (
          <button type="submit" className="btn primary" disabled={busy || changed === null}>
            {t("save")}
          </button>
        ) : null}
      </div>
    </form>
  );
}

/** A word and a button; Enter adds it and keeps the form where it is. */
function Adder({ label, onAdd }: { label: string; onAdd: (typed: string) => void }) {
  const [typed, setTyped] = useState("");
  function add(): void {
    if (typed.trim() === "") return;
    onAdd(typed);
    setTyped("");
  }
  return (
    <div className="row">
      <input
        className="input adder"
        value={typed}
        maxLength={40}
        aria-label={label}
        placeholder={label}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          add();
        }}
      />
      <IconButton icon={Plus} label={label} tip={false} disabled={typed.trim() === ""} onClick={add} />
    </div>
  );
}

/** As the field of the browser wants it: the reader's own wall. */
function localOf(at: string | null): string {
  if (at === null) return "";
  const time = new Date(at);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
