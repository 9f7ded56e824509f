import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../../api/types.ts";
import { now } from "../../core/clock.ts";
import { show, useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { dayAndTime } from "../../ui/When.tsx";

type Choice = "hour" | "three" | "tomorrow" | "monday";
const CHOICES: readonly Choice[] = ["hour", "three", "tomorrow", "monday"];

/** When each choice ends, in the agent's own zone. */
export function wakeAt(choice: Choice, from: Date): Date {
  const at = new Date(from);
  if (choice === "hour" || choice === "three") {
    at.setHours(at.getHours() + (choice === "hour" ? 1 : 3), at.getMinutes(), 0, 0);
    return at;
  }
  const days = choice === "tomorrow" ? 1 : ((8 - at.getDay()) % 7 || 7);
  at.setDate(at.getDate() + days);
  at.setHours(9, 0, 0, 0);
  return at;
}

/** Out of the way until a time, or until the customer says something, whichever comes first. */
export function Snooze({ item, onDone }: { item: Item; onDone: (left: boolean) => void }) {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const [own, setOwn] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useId();
  const close = (): void => show({ sheet: null });
  const from = new Date(now());

  function until(at: Date | null): void {
    setBusy(true);
    void commands.act(item.id, { act: "snooze", until: at === null ? null : at.toISOString() }).then((done) => {
      setBusy(false);
      if (!done) return;
      close();
      onDone(true);
    });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const at = new Date(own);
    if (own !== "" && at > from) until(at);
  }

  return (
    <Dialog title={t("snooze.title")} help={t("snooze.help")} onClose={close}>
      <div className="grid g1 picks">
        {CHOICES.map((choice) => {
          const at = wakeAt(choice, from);
          return (
            <button type="button" className="mi" key={choice} disabled={busy} onClick={() => until(at)}>
              {t(`snooze.${choice}`)}
              <span className="sp" />
              <span className="xs dim num">{dayAndTime(at.toISOString(), i18n.language)}</span>
            </button>
          );
        })}
        <button type="button" className="mi" disabled={busy} onClick={() => until(null)}>
          {t("snooze.word")}
        </button>
      </div>
      <form className="row" onSubmit={submit}>
        <label className="vh" htmlFor={id}>
          {t("snooze.own")}
        </label>
        <input id={id} type="datetime-local" className="input" value={own} onChange={(event) => setOwn(event.target.value)} />
        <button type="submit" className="btn" disabled={busy || own === ""}>
          {t("action.snooze")}
        </button>
      </form>
    </Dialog>
  );
}
