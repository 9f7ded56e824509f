import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Floor, FloorPerson, FloorRow } from "../../api/floor.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { Places } from "./People.tsx";
import { byRoom } from "./reading.ts";
import { useFigure } from "./useFigure.ts";

/** As many as a lead can judge at once. */
const MOST = 50;

export interface MoveSheetProps {
  floor: Floor;
  /** Who is meant; none yet: they are chosen here. */
  rows: readonly FloorRow[];
  onClose: () => void;
  onMove: (rows: readonly FloorRow[], team: string, why: string) => Promise<void>;
}

/** To another team's line. Everybody keeps the time they have waited, and reads that another team takes it on. */
export function MoveSheet({ floor, rows, onClose, onMove }: MoveSheetProps) {
  const { t } = useTranslation();
  const figure = useFigure();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(rows.map((row) => row.conversation)));
  const [team, setTeam] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const meant = (rows.length > 0 ? rows : floor.line).filter((row) => chosen.has(row.conversation));
  const wrong = { rows: tried && meant.length === 0, team: tried && team === null, why: tried && why.trim() === "" };

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (busy || meant.length === 0 || team === null || why.trim() === "") return;
    setBusy(true);
    void onMove(meant, team, why.trim()).finally(() => setBusy(false));
  }

  function toggle(conversation: string): void {
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(conversation)) after.add(conversation);
      return after;
    });
  }

  return (
    <Dialog title={rows.length === 1 ? t("move.title_one", { name: rows[0]?.customer.name ?? t("visitor", { case: rows[0]?.case ?? "" }) }) : t("move.title")} help={t("move.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        {rows.length > 0 ? null : (
          <div className="picks" role="group" aria-label={t("move.who")}>
            <p className="grp">{t("move.who")}</p>
            {floor.line.slice(0, MOST).map((row) => (
              <label className="pick" key={row.conversation}>
                <input type="checkbox" className="check" checked={chosen.has(row.conversation)} onChange={() => toggle(row.conversation)} />
                <span className="pick-n" dir="auto">
                  {row.customer.name ?? t("visitor", { case: row.case })}
                </span>
                <span className="xs dim">{row.team.name}</span>
              </label>
            ))}
          </div>
        )}
        {wrong.rows ? <p className="err">{t("move.choose_who")}</p> : null}
        <div className="picks" role="radiogroup" aria-label={t("transfer.teams")}>
          <p className="grp">{t("transfer.teams")}</p>
          {floor.teams.map((one) => (
            <label className="pick" key={one.team.id}>
              <input type="radio" name="team" className="check" checked={team === one.team.id} onChange={() => setTeam(one.team.id)} />
              <span className="pick-n">{one.team.name}</span>
              <span className={one.open ? "xs dim" : "xs warn"}>
                {one.open ? `${t("floor.free", { count: one.free, places: figure(one.free) })} · ${t("transfer.waiting", { count: one.waiting })}` : <Closed at={one.opens_at} />}
              </span>
            </label>
          ))}
        </div>
        {wrong.team ? <p className="err">{t("move.choose_team")}</p> : null}
        <div className="field">
          <label htmlFor={id}>{t("transfer.why")}</label>
          <input id={id} className="input" value={why} maxLength={200} dir="auto" aria-invalid={wrong.why} aria-describedby={`${id}-help`} onChange={(event) => setWhy(event.target.value)} />
          <p className={wrong.why ? "err" : "help"} id={`${id}-help`}>
            {t("transfer.why_help")}
          </p>
        </div>
        <SheetEnd disabled={busy} onCancel={onClose}>
          {meant.length === 0 ? t("move.do_none") : t("move.do", { count: meant.length })}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

function Closed({ at }: { at: string | null }) {
  const { t, i18n } = useTranslation();
  return <>{at === null ? t("transfer.closed") : t("transfer.closed_until", { at: dayAndTime(at, i18n.language) })}</>;
}

/** To one person, who cannot decline. Who has room comes first. */
export function AssignSheet({ floor, row, onClose, onAssign }: { floor: Floor; row: FloorRow; onClose: () => void; onAssign: (person: FloorPerson) => Promise<void> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const name = row.customer.name ?? t("visitor", { case: row.case });
  return (
    <Dialog title={t("assign.title", { name })} help={t("assign.help")} onClose={onClose}>
      <div className="picks" role="group" aria-label={t("floor.people")}>
        {byRoom(floor.people).map((person) => (
          <button
            type="button"
            className="mi"
            key={person.agent.id}
            disabled={busy}
            onClick={() => {
              setBusy(true);
              void onAssign(person).finally(() => setBusy(false));
            }}
          >
            <Avatar voice="person" size="xs" initials={person.agent.initials} />
            <span className="pick-n" dir="auto">
              {person.agent.name}
            </span>
            <span className="sp" />
            <span className="xs dim">{t(`status.${person.status}`)}</span>
            <Places load={person.load} capacity={person.capacity} />
          </button>
        ))}
      </div>
      {floor.people.length === 0 ? <p className="sm mut">{t("floor.nobody_on")}</p> : null}
    </Dialog>
  );
}
