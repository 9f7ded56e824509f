import { PhoneCall } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromiseShown } from "../../api/line.ts";
import type { Id } from "../../api/types.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { useLanguage } from "../../ui/figures.ts";
import { Icon } from "../../ui/Icon.tsx";
import { CallsTried } from "./CallsTried.tsx";
import { CallNumber, OutcomeForm } from "./OutcomeForm.tsx";
import { nameOf } from "./reading.ts";

export interface CallSheetProps {
  promise: PromiseShown;
  onClose: () => void;
  onOpen: (conversation: Id) => void;
  onDone: () => void;
}

/** Before the call everything that is known; from “Start” on it is one's own, and the sheet asks how it went. */
export function CallSheet({ promise, onClose, onOpen, onDone }: CallSheetProps) {
  const { t } = useTranslation();
  const commands = useCommands();
  const language = useLanguage();
  const me = useDesk((desk) => desk.me);
  const [started, setStarted] = useState(false);
  const [busy, setBusy] = useState(false);
  const { name } = nameOf(promise);
  const shown = name ?? t("visitor", { case: promise.case ?? "" });

  async function start(): Promise<void> {
    setBusy(true);
    try {
      await commands.open(promise.conversation).catch(() => undefined);
      const { items } = commands.desk.get();
      const item = items[promise.conversation];
      const mine = item === undefined ? promise.agent?.id === me?.id : item.stage === "with_agent" && item.agent?.id === me?.id;
      if (!mine && !(await commands.act(promise.conversation, { act: "pick" }))) return;
      setStarted(true);
      onDone();
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={t(started ? "call.calling" : "call.title", { name: shown })} help={started ? t("call.calling_help") : t("call.help")} onClose={onClose}>
      <CallNumber phone={promise.phone} />
      {started ? (
        <OutcomeForm
          conversation={promise.conversation}
          name={shown}
          onCancel={onClose}
          onDone={(outcome) => {
            onDone();
            onClose();
            if (outcome === "reached") onOpen(promise.conversation);
          }}
        />
      ) : (
        <>
          <dl className="dl">
            {promise.case === null ? null : <Fact label={t("call.case")} value={`#${promise.case}`} />}
            {promise.reason === null ? null : <Fact label={t("call.why")} value={t(`reason.${promise.reason}`, { defaultValue: promise.reason })} />}
            {promise.language === null ? null : <Fact label={t("call.language")} value={language(promise.language)} />}
            {promise.team === null ? null : <Fact label={t("call.team")} value={promise.team.name} />}
            {promise.email === null ? null : <Fact label={t("call.email")} value={promise.email} />}
          </dl>
          {promise.summary === "" ? null : (
            <p className="call-s" dir="auto">
              {promise.summary}
            </p>
          )}
          <CallsTried calls={promise.calls} again={promise.again_at} />
          <div className="row wrap">
            <button type="button" className="btn ghost" onClick={() => onOpen(promise.conversation)}>
              {t("call.read_all")}
            </button>
            <span className="sp" />
            <button type="button" className="btn person" disabled={busy} onClick={() => void start()}>
              <Icon of={PhoneCall} size="s" />
              {t("call.start_now")}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span dir="auto">{value}</span>
      </dd>
    </>
  );
}
