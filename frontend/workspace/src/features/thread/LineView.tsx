import { Check, CheckCheck, ClipboardCheck, Clock, Ear, Lock, RotateCcw } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { DayLine, Line, Message, NoteLine } from "../../state/lines.ts";
import { keepDraft, type Mode } from "../../core/drafts.ts";
import type { Echo } from "../../state/desk.ts";
import { show, surface, useCommands, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Linked } from "../../ui/Linked.tsx";
import { Sources } from "../../ui/Sources.tsx";
import { When } from "../../ui/When.tsx";
import { ActionCard } from "./ActionCard.tsx";
import { SystemLineView } from "./SystemLineView.tsx";

export interface LineViewProps {
  line: Line;
  /** Empty: nothing can be done from here. */
  conversation?: string;
  customer: string | null;
  language: string | null;
}

export const LineView = memo(function LineView({ line, conversation = "", customer, language }: LineViewProps) {
  switch (line.type) {
    case "message":
      return <MessageView message={line} language={language} />;
    case "note":
      return <NoteView note={line} />;
    case "system":
      return <SystemLineView line={line} customer={customer} />;
    case "action":
      return <ActionCard line={line} conversation={conversation} />;
    case "day":
      return <DayView line={line} />;
  }
});

function MessageView({ message, language }: { message: Message; language: string | null }) {
  const { t } = useTranslation();
  const { voice, mine, name, echo } = message;
  const side = voice === "customer" ? "msg" : `msg end ${voice}`;
  const who = mine ? t("you") : (name ?? t(`voice.${voice}`));
  return (
    <>
      <div className={echo === null || echo.state === "kept" ? side : `${side} unsent`} data-seq={message.seq ?? undefined}>
        <Avatar voice={voice} initials={message.initials} />
        <p className="who">
          <b dir="auto">{who}</b>
          <span>
            {voice === "bot" ? `${t("voice.automated")} · ` : null}
            {message.asked ? `${t("message.asks")} · ` : null}
            {voice === "person" && !mine ? (
              message.team === null ? <span className="vh">{t("voice.a_person")} </span> : `${message.team} · `
            ) : null}
            <When at={message.at} />
          </span>
        </p>
        <div className="bub" dir="auto" lang={message.lang ?? (voice === "customer" ? (language ?? undefined) : undefined)}>
          <span className="words">
            <Linked text={message.text} />
          </span>
          <Sources sources={message.sources} />
        </div>
        {message.choices.length === 0 ? null : <Choices message={message} />}
        {message.approved === null ? null : <Approved by={message.approved.by} edited={message.approved.edited} />}
      </div>
      {mine ? <Ticks delivery={message.delivery} echo={echo} /> : null}
    </>
  );
}

/** What the customer could tap, and what they did. Here they are only shown. */
function Choices({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (
    <ul className="said-choices" aria-label={t("message.choices")}>
      {message.choices.map((choice) => (
        <li className="chip line" data-chosen={choice === message.chosen ? "" : undefined} key={choice}>
          {choice === message.chosen ? <Icon of={Check} size="xs" /> : null}
          <span dir="auto">{choice}</span>
          {choice === message.chosen ? <span className="vh"> {t("message.chosen")}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** Only the team reads this: the assistant wrote it, a person let it go. */
function Approved({ by, edited }: { by: string; edited: boolean }) {
  const { t } = useTranslation();
  const me = useDesk((desk) => desk.me?.name);
  const key = edited ? "approved.edited" : "approved.as_it_was";
  return (
    <p className="proof">
      <Icon of={ClipboardCheck} size="xs" />
      {t(by === me ? `${key}_you` : key, { name: by })}
    </p>
  );
}

/** Where one's own words are: with us, sent, read, or not sent and why. */
function Ticks({ delivery, echo }: { delivery: Message["delivery"]; echo: Echo | null }) {
  const { t } = useTranslation();
  const online = useDesk((desk) => desk.link.status === "online");
  if (echo?.state === "failed") return <Failed echo={echo} />;
  if (echo?.state === "pending") {
    return (
      <p className="ticks">
        <Icon of={Clock} size="xs" />
        {t(online ? "delivery.sending" : "delivery.pending")}
      </p>
    );
  }
  if (delivery !== "read") {
    return (
      <p className="ticks quiet">
        <Icon of={Check} size="xs" />
        <span>{t("delivery.sent")}</span>
      </p>
    );
  }
  return (
    <p className="ticks quiet">
      <Icon of={CheckCheck} size="xs" />
      <span>{t("delivery.read")}</span>
    </p>
  );
}

function Failed({ echo }: { echo: Echo }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const stale = echo.code === "stale_owner" || echo.code === "not_yours";

  function edit(mode: Mode): void {
    keepDraft(echo.conversation, mode, echo.text);
    show({ mode: { ...surface.get().mode, [echo.conversation]: mode } });
    commands.discard(echo.clientId);
    document.querySelector<HTMLTextAreaElement>("[data-focus=composer]")?.focus();
  }

  return (
    <div className="failed" role="alert">
      <p className="bad">
        <b>{t("delivery.failed")}</b> {t(`refused.${echo.code ?? "unknown"}`, { defaultValue: echo.message ?? t("refused.unknown") })}
      </p>
      <p className="row wrap">
        {stale ? (
          <button type="button" className="btn sm" onClick={() => edit("note")}>
            <Icon of={Lock} size="xs" />
            {t("delivery.as_note")}
          </button>
        ) : (
          <button type="button" className="btn sm" onClick={() => commands.again(echo.clientId)}>
            <Icon of={RotateCcw} size="xs" />
            {t("try_again")}
          </button>
        )}
        <button type="button" className="btn sm ghost" onClick={() => edit(echo.mode)}>
          {t("delivery.edit")}
        </button>
        <button type="button" className="btn sm ghost" onClick={() => commands.discard(echo.clientId)}>
          {t("delivery.discard")}
        </button>
      </p>
    </div>
  );
}

function NoteView({ note }: { note: NoteLine }) {
  const { t } = useTranslation();
  const online = useDesk((desk) => desk.link.status === "online");
  const name = note.mine ? t("you") : (note.name ?? t("voice.colleague"));
  const kind = note.whisper ? "whisper" : "note";
  return (
    <>
      <div className={note.whisper ? "notebox is-whisper" : "notebox"}>
        <Icon of={note.whisper ? Ear : Lock} size="s" />
        <p className="who">
          <span>
            {note.mine ? t(`${kind}.yours`) : t(`${kind}.from`)} {note.mine ? null : <b dir="auto">{name}</b>} · {t(note.whisper ? (note.mine ? "whisper.owner_only" : "whisper.you_only") : "note.team_only")}
          </span>
          <span className="note-at">
            <When at={note.at} />
          </span>
        </p>
        <p dir="auto" className="words">
          <Linked text={note.text} />
        </p>
      </div>
      {note.echo?.state === "failed" ? <Failed echo={note.echo} /> : null}
      {note.echo?.state === "pending" ? (
        <p className="ticks">
          <Icon of={Clock} size="xs" />
          {t(online ? "delivery.sending" : "delivery.pending")}
        </p>
      ) : null}
    </>
  );
}

function DayView({ line }: { line: DayLine }) {
  const { t, i18n } = useTranslation();
  const day = new Date(line.at);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const same = (other: Date): boolean => day.toDateString() === other.toDateString();
  const words = same(today)
    ? t("today")
    : same(yesterday)
      ? t("yesterday")
      : new Intl.DateTimeFormat(`${i18n.language}-u-nu-latn`, { weekday: "long", day: "numeric", month: "long" }).format(day);
  return (
    <p className="sys">
      <time dateTime={line.at.slice(0, 10)}>{words}</time>
    </p>
  );
}
