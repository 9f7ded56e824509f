import { MessageCircle } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FloorTeam } from "../../api/floor.ts";
import { now } from "../../core/clock.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { dayAndTime } from "../../ui/When.tsx";

const MINUTES = [30, 60, 120, 240] as const;
const MORE = [0, 1, 2, 3] as const;

export interface SurgeSheetProps {
  teams: readonly FloorTeam[];
  team: string | null;
  onClose: () => void;
  onStart: (teams: readonly FloorTeam[], minutes: number, more: number) => Promise<void>;
}

/** For how long, how many more each, and what customers will read: then it begins, and it ends by itself. */
export function SurgeSheet({ teams, team, onClose, onStart }: SurgeSheetProps) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState(team ?? (teams.length === 1 ? (teams[0]?.team.id ?? "") : ""));
  const [minutes, setMinutes] = useState<number>(60);
  const [more, setMore] = useState<number>(1);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const until = dayAndTime(new Date(now() + minutes * 60_000).toISOString(), i18n.language);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    const meant = teams.filter((one) => chosen === "*" || one.team.id === chosen);
    if (busy || meant.length === 0) return;
    setBusy(true);
    void onStart(meant, minutes, more).finally(() => setBusy(false));
  }

  return (
    <Dialog title={t("surge.title")} help={t("surge.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        <div className="field">
          <label htmlFor={`${id}-team`}>{t("surge.team")}</label>
          <select id={`${id}-team`} className="input" value={chosen} aria-invalid={tried && chosen === ""} aria-describedby={`${id}-err`} onChange={(event) => setChosen(event.target.value)}>
            {chosen === "" ? <option value="">{t("surge.choose_team")}</option> : null}
            {teams.map((one) => (
              <option value={one.team.id} key={one.team.id}>
                {one.team.name}
              </option>
            ))}
            {teams.length > 1 ? <option value="*">{t("surge.all_teams")}</option> : null}
          </select>
          <p className="err" id={`${id}-err`} role="status">
            {tried && chosen === "" ? t("surge.choose_team_first") : ""}
          </p>
        </div>
        <Pick label={t("surge.for")} values={MINUTES} chosen={minutes} onChoose={setMinutes} word={(value) => (value < 60 ? t("surge.minutes", { count: value }) : t("surge.hours", { count: value / 60 }))} />
        <Pick label={t("surge.more")} values={MORE} chosen={more} onChoose={setMore} word={(value) => (value === 0 ? t("surge.none_more") : `+${value}`)} />
        <div className="surge-told">
          <Icon of={MessageCircle} size="s" />
          <div className="grid g1">
            <p className="xs dim">{t("surge.read")}</p>
            <p className="sm">{t("surge.words")}</p>
          </div>
        </div>
        <SheetEnd note={t("surge.ends", { at: until })} disabled={busy} onCancel={onClose}>
          {t("surge.start")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

export function Pick({ label, values, chosen, word, onChoose }: { label: string; values: readonly number[]; chosen: number; word: (value: number) => string; onChoose: (value: number) => void }) {
  const id = useId();
  return (
    <div className="field">
      <span className="lbl" id={id}>
        {label}
      </span>
      <div className="tabs" role="group" aria-labelledby={id}>
        {values.map((value) => (
          <button type="button" className="tab" key={value} aria-pressed={chosen === value} onClick={() => onChoose(value)}>
            {word(value)}
          </button>
        ))}
      </div>
    </div>
  );
}
