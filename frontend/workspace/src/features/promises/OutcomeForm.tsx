import { Phone } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CALL_OUTCOMES, type CallOutcome } from "../../api/line.ts";
import type { Id } from "../../api/types.ts";
import { now } from "../../core/clock.ts";
import { useCommands } from "../../state/use.ts";
import { dayAndTime } from "../../ui/When.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { type Again, againAt, AGAINS, dialled, TRIES_AGAIN } from "./reading.ts";

export interface OutcomeFormProps {
  conversation: Id;
  name: string;
  onCancel: () => void;
  onDone: (outcome: CallOutcome) => void;
}

/** How it went, and when it is tried again: a promise is kept, or made anew, and never just forgotten. */
export function OutcomeForm({ conversation, name, onCancel, onDone }: OutcomeFormProps) {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const [outcome, setOutcome] = useState<CallOutcome | null>(null);
  const [again, setAgain] = useState<Again | "own" | "none">("two_hours");
  const [own, setOwn] = useState("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const from = new Date(now());
  const asks = outcome !== null && TRIES_AGAIN.has(outcome);
  const late = again === "own" && (own === "" || new Date(own) <= from);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (busy || outcome === null || (asks && late)) return;
    const at = !asks || again === "none" ? null : again === "own" ? new Date(own) : againAt(again, from);
    setBusy(true);
    void commands
      .act(conversation, { act: "called", outcome, ...(at === null ? {} : { again_at: at.toISOString() }), ...(note.trim() === "" ? {} : { note: note.trim() }) })
      .then((done) => {
        setBusy(false);
        if (done) onDone(outcome);
      });
  }

  return (
    <form className="grid" onSubmit={submit}>
      <fieldset className="outcomes">
        <legend>{t("call.how")}</legend>
        {CALL_OUTCOMES.map((one) => (
          <label className="pick" key={one}>
            <input type="radio" name="outcome" className="check" checked={outcome === one} onChange={() => setOutcome(one)} />
            <span className="pick-n">
              {t(`call.outcome_long.${one}`)} <span className="xs dim">{t(`call.then.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {tried && outcome === null ? <p className="err">{t("call.choose")}</p> : null}
      {asks ? (
        <div className="field">
          <label htmlFor={`${id}-again`}>{t("call.try_again")}</label>
          <select id={`${id}-again`} className="input" value={again} onChange={(event) => setAgain(event.target.value as Again)}>
            {AGAINS.map((one) => (
              <option value={one} key={one}>
                {t(`call.again_in.${one}`, { at: dayAndTime(againAt(one, from).toISOString(), i18n.language) })}
              </option>
            ))}
            <option value="own">{t("call.again_in.own")}</option>
            <option value="none">{t("call.again_in.none")}</option>
          </select>
          {again === "own" ? (
            <>
              <input type="datetime-local" className="input" value={own} aria-label={t("call.again_in.own")} aria-invalid={tried && late} onChange={(event) => setOwn(event.target.value)} />
              {tried && late ? <p className="err">{t("call.again_late")}</p> : null}
            </>
          ) : null}
        </div>
      ) : null}
      <div className="field">
        <label htmlFor={`${id}-note`}>{t("call.note")}</label>
        <input id={`${id}-note`} className="input" value={note} maxLength={500} dir="auto" onChange={(event) => setNote(event.target.value)} />
      </div>
      <SheetEnd disabled={busy} onCancel={onCancel}>
        {t("call.keep", { name })}
      </SheetEnd>
    </form>
  );
}

export function CallNumber({ phone }: { phone: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="call-n">
      <Icon of={Phone} />
      {phone === null || phone === "" ? (
        <span className="warn">{t("call.no_number")}</span>
      ) : (
        <a href={`tel:${dialled(phone)}`} data-first>
          <bdi className="num">{phone}</bdi>
        </a>
      )}
    </div>
  );
}

/** The same from within the conversation. */
export function OutcomeSheet({ conversation, name, phone, onClose }: { conversation: Id; name: string; phone: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("call.calling", { name })} onClose={onClose}>
      <CallNumber phone={phone} />
      <OutcomeForm conversation={conversation} name={name} onCancel={onClose} onDone={onClose} />
    </Dialog>
  );
}
