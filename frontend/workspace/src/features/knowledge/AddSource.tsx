import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { AUDIENCES, type Audience, type KnowledgeSource, type NewSource } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { useFresh } from "./queries.ts";
import { asAddress, siteName } from "./reading.ts";

interface AddProps {
  onClose: () => void;
  onAdded: (source: Id) => void;
}

export const EVERY_H: readonly number[] = [0, 1, 6, 24, 168];

/** A website that is read, and read again. */
export function AddSite({ onClose, onAdded }: AddProps) {
  const { t } = useTranslation();
  const [where, setWhere] = useState("");
  const [depth, setDepth] = useState(3);
  const [most, setMost] = useState(200);
  const [every, setEvery] = useState(24);
  const [audience, setAudience] = useState<Audience>("public");
  const { add, busy, problem } = useAdding(onAdded);
  const ids = { where: useId(), depth: useId(), most: useId() };

  function submit(event: FormEvent): void {
    event.preventDefault();
    const address = asAddress(where);
    if (address !== "") void add({ kind: "site", name: siteName(address), where: address, depth, most, every_h: every, audience });
  }

  return (
    <Dialog title={t("knowledge.add_site")} help={t("knowledge.site.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        <div className="field">
          <label htmlFor={ids.where}>{t("knowledge.site.where")}</label>
          <input id={ids.where} className="input" type="text" inputMode="url" dir="ltr" autoComplete="url" spellCheck={false} placeholder="https://fernhill.example/help" value={where} aria-invalid={problem !== null} aria-describedby={`${ids.where}-help`} onChange={(event) => setWhere(event.target.value)} />
          <p className={problem === null ? "help" : "err"} role={problem === null ? undefined : "alert"} id={`${ids.where}-help`}>
            {problem ?? t("knowledge.site.where_help")}
          </p>
        </div>
        <div className="kn-fields">
          <div className="field">
            <label htmlFor={ids.depth}>{t("knowledge.site.depth")}</label>
            <input id={ids.depth} className="input" type="number" min={0} max={10} value={depth} onChange={(event) => setDepth(clamp(event.target.valueAsNumber, 0, 10))} />
          </div>
          <div className="field">
            <label htmlFor={ids.most}>{t("knowledge.site.most")}</label>
            <input id={ids.most} className="input" type="number" min={1} max={5000} value={most} onChange={(event) => setMost(clamp(event.target.valueAsNumber, 1, 5000))} />
          </div>
          <Every value={every} onChange={setEvery} />
          <AudienceField value={audience} onChange={setAudience} />
        </div>
        <SheetEnd disabled={busy || where.trim() === ""} onCancel={onClose}>
          {t("knowledge.site.do")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

/** A folder that the server can see. */
export function AddFolder({ onClose, onAdded }: AddProps) {
  const { t } = useTranslation();
  const [where, setWhere] = useState("");
  const [every, setEvery] = useState(1);
  const [audience, setAudience] = useState<Audience>("public");
  const { add, busy, problem } = useAdding(onAdded);
  const id = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const path = where.trim();
    if (path !== "") void add({ kind: "folder", name: path.split(/[\\/]/u).findLast((part) => part !== "") ?? path, where: path, every_h: every, audience });
  }

  return (
    <Dialog title={t("knowledge.add_folder")} help={t("knowledge.folder.help")} onClose={onClose}>
      <form className="grid" onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t("knowledge.folder.where")}</label>
          <input id={id} className="input mono" dir="ltr" spellCheck={false} placeholder="/srv/handbook" value={where} aria-invalid={problem !== null} aria-describedby={`${id}-help`} onChange={(event) => setWhere(event.target.value)} />
          <p className={problem === null ? "help" : "err"} role={problem === null ? undefined : "alert"} id={`${id}-help`}>
            {problem ?? t("knowledge.folder.where_help")}
          </p>
        </div>
        <div className="kn-fields">
          <Every value={every} onChange={setEvery} />
          <AudienceField value={audience} onChange={setAudience} />
        </div>
        <SheetEnd disabled={busy || where.trim() === ""} onCancel={onClose}>
          {t("knowledge.folder.do")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

function useAdding(onAdded: (source: Id) => void) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function add(source: NewSource): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const made = await commands.post<KnowledgeSource>("/knowledge/sources", source);
      await fresh();
      onAdded(made.id);
    } catch (error) {
      const code = error instanceof Refused ? error.code : "unreachable";
      const words = t(`knowledge.refused.${code}`, { defaultValue: t("knowledge.refused.unknown") });
      // Why exactly, only the server knows; what it says is English.
      setProblem(error instanceof Refused && error.message !== error.code ? `${words} (${error.message})` : words);
      setBusy(false);
    }
  }
  return { add, busy, problem };
}

const clamp = (value: number, least: number, most: number): number => (Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least);

export function Every({ value, onChange, disabled = false }: { value: number; onChange: (hours: number) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const all = EVERY_H.includes(value) ? EVERY_H : [...EVERY_H, value].sort((one, other) => one - other);
  return (
    <div className="field">
      <label htmlFor={id}>{t("knowledge.source.every")}</label>
      <select id={id} className="input" value={value} disabled={disabled} onChange={(event) => onChange(Number(event.target.value))}>
        {all.map((hours) => (
          <option key={hours} value={hours}>
            {hours === 0 ? t("knowledge.source.by_hand") : hours % 24 === 0 ? t("knowledge.source.days", { count: hours / 24 }) : t("knowledge.source.hours", { count: hours })}
          </option>
        ))}
      </select>
    </div>
  );
}

export function AudienceField({ value, onChange, disabled = false }: { value: Audience; onChange: (audience: Audience) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("knowledge.use.audience")}</label>
      <select id={id} className="input" value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as Audience)}>
        {AUDIENCES.map((one) => (
          <option key={one} value={one}>
            {t(`knowledge.audience.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
