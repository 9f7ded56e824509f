import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item, Outcome } from "../../api/types.ts";
import { show, useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";

const OUTCOMES: readonly Outcome[] = ["solved", "unsolved", "no_reply", "spam"];

/** The wrap-up: how it ended, and a note for whoever comes next. The customer is asked "anything else?". */
export function Close({ item, onDone }: { item: Item; onDone: (left: boolean) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [outcome, setOutcome] = useState<Outcome>("solved");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const id = useId();
  const close = (): void => show({ sheet: null });
  useEffect(() => first.current?.focus(), []);

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    const more = note.trim() === "" ? {} : { note: note.trim() };
    void commands.act(item.id, { act: "close", outcome, ...more }).then((done) => {
      setBusy(false);
      if (!done) return;
      close();
      onDone(true);
    });
  }

  return (
    <Dialog title={t("wrap.title")} help={t("wrap.help", { name: item.customer.name ?? t("the_customer_start") })} onClose={close}>
      <form
        className="grid"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        }}
      >
        <fieldset className="outcomes">
          <legend>{t("wrap.outcome")}</legend>
          {OUTCOMES.map((name) => (
            <label className="pick" key={name}>
              <input ref={name === "solved" ? first : undefined} type="radio" name="outcome" className="check" checked={outcome === name} onChange={() => setOutcome(name)} />
              <span className="pick-n">{t(`outcome.${name}`)}</span>
              <span className="xs dim">{t(`outcome_help.${name}`)}</span>
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor={id}>{t("wrap.note")}</label>
          <textarea id={id} className="input" rows={2} dir="auto" maxLength={1000} value={note} placeholder={t("wrap.note_placeholder")} onChange={(event) => setNote(event.target.value)} />
          <p className="help">{t("note.only_team")}</p>
        </div>
        <SheetEnd disabled={busy} onCancel={close}>
          {t("wrap.do")} <Keys keys="mod+enter" />
        </SheetEnd>
      </form>
    </Dialog>
  );
}
