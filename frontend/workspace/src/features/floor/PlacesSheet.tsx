import { Minus, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Floor, FloorPerson } from "../../api/floor.ts";
import { now } from "../../core/clock.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { Pick } from "./SurgeSheet.tsx";
import { useFigure } from "./useFigure.ts";

const MOST = 50;

/** How many conversations each may have at once. Nobody loses one that they have already. */
export function PlacesSheet({ floor, onClose, onSave }: { floor: Floor; onClose: () => void; onSave: (changes: ReadonlyMap<string, number>) => Promise<void> }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const [wanted, setWanted] = useState<ReadonlyMap<string, number>>(new Map());
  const [busy, setBusy] = useState(false);
  const placesOf = (person: FloorPerson): number => wanted.get(person.agent.id) ?? person.capacity;

  function set(person: FloorPerson, places: number): void {
    const kept = Math.min(MOST, Math.max(0, places));
    setWanted((before) => new Map(before).set(person.agent.id, kept));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const changes = new Map(floor.people.flatMap((person) => (placesOf(person) === person.capacity ? [] : [[person.agent.id, placesOf(person)] as const])));
    if (busy) return;
    setBusy(true);
    void onSave(changes).finally(() => setBusy(false));
  }

  return (
    <Dialog title={t("places.title")} help={t("places.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        <ul className="picks places">
          {floor.people.map((person) => (
            <li className="pick" key={person.agent.id}>
              <Avatar voice="person" size="xs" initials={person.agent.initials} />
              <span className="pick-n">
                <span dir="auto">{person.agent.name}</span>{" "}
                <span className="xs dim nowrap">{t("places.has", { count: person.load, load: figure(person.load) })}</span>
              </span>
              <span className="row g1" role="group" aria-label={t("places.of", { name: person.agent.name })}>
                <IconButton icon={Minus} small tip={false} label={t("places.less", { name: person.agent.name })} disabled={placesOf(person) <= 0} onClick={() => set(person, Math.ceil(placesOf(person)) - 1)} />
                <input
                  className="input num places-n"
                  type="number"
                  min={0}
                  max={MOST}
                  step="any"
                  value={placesOf(person)}
                  aria-label={t("places.of", { name: person.agent.name })}
                  onChange={(event) => set(person, Number(event.target.value))}
                />
                <IconButton icon={Plus} small tip={false} label={t("places.more", { name: person.agent.name })} disabled={placesOf(person) >= MOST} onClick={() => set(person, Math.floor(placesOf(person)) + 1)} />
              </span>
            </li>
          ))}
        </ul>
        <SheetEnd disabled={busy} onCancel={onClose}>
          {t("save")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

const MINUTES = [30, 60, 120, 240] as const;

/** Helps another team for a while, and comes back by itself. */
export function LendSheet({ floor, person, team, onClose, onLend }: { floor: Floor; person: FloorPerson; team: string | null; onClose: () => void; onLend: (team: string, minutes: number) => Promise<void> }) {
  const { t, i18n } = useTranslation();
  const others = floor.teams.filter((one) => !person.teams.some((own) => own.id === one.team.id));
  const [chosen, setChosen] = useState(team ?? others[0]?.team.id ?? "");
  const [minutes, setMinutes] = useState<number>(60);
  const [busy, setBusy] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (busy || chosen === "") return;
    setBusy(true);
    void onLend(chosen, minutes).finally(() => setBusy(false));
  }

  return (
    <Dialog title={t("lend.title", { name: person.agent.name })} help={t("lend.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        {others.length === 0 ? (
          <p className="sm mut">{t("lend.nowhere")}</p>
        ) : (
          <div className="picks" role="radiogroup" aria-label={t("lend.team")}>
            {others.map((one) => (
              <label className="pick" key={one.team.id}>
                <input type="radio" name="team" className="check" checked={chosen === one.team.id} onChange={() => setChosen(one.team.id)} />
                <span className="pick-n">{one.team.name}</span>
                <span className="xs dim">{t("transfer.waiting", { count: one.waiting })}</span>
              </label>
            ))}
          </div>
        )}
        <Pick label={t("lend.for")} values={MINUTES} chosen={minutes} onChoose={setMinutes} word={(value) => (value < 60 ? t("surge.minutes", { count: value }) : t("surge.hours", { count: value / 60 }))} />
        <SheetEnd note={t("lend.until", { at: dayAndTime(new Date(now() + minutes * 60_000).toISOString(), i18n.language) })} disabled={busy || chosen === ""} onCancel={onClose}>
          {t("lend.do")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}
