import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Brief, Item, Verdict } from "../../api/types.ts";
import { show, useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";

const VERDICTS: readonly Verdict[] = ["right", "too_early", "too_late", "bots_job"];

/** One key each: V, then 1 to 4. What agents say here is what makes the triggers better. */
export function Judge({ item, brief }: { item: Item; brief: Brief }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState<Verdict | null>(brief.verdict);
  const id = useId();
  const close = (): void => show({ sheet: null });

  function give(verdict: Verdict): void {
    const more = note.trim() === "" ? {} : { note: note.trim() };
    void commands.act(item.id, { act: "verdict", verdict, ...more }).then((done) => done && close());
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (chosen !== null) give(chosen);
  }

  return (
    <Dialog title={t("verdict.question")} help={t(`reason.${brief.reason}`, { defaultValue: brief.reason_text })} onClose={close}>
      <form
        className="grid"
        onSubmit={submit}
        onKeyDown={(event) => {
          const verdict = event.target instanceof HTMLTextAreaElement ? undefined : VERDICTS[Number(event.key) - 1];
          if (verdict !== undefined) give(verdict);
        }}
      >
        <div className="verdict" role="group" aria-label={t("verdict.question")}>
          {VERDICTS.map((verdict, n) => (
            <button type="button" className="btn" key={verdict} aria-pressed={chosen === verdict} onClick={() => setChosen(verdict)}>
              {t(`verdict.${verdict}`)} <Keys keys={String(n + 1)} />
            </button>
          ))}
        </div>
        <div className="field">
          <label htmlFor={id}>{t("verdict.note")}</label>
          <textarea id={id} className="input" rows={2} dir="auto" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
        <SheetEnd disabled={chosen === null} onCancel={close}>
          {t("save")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}
