/** Leave a message, answer by e-mail, send me a copy. */
import { chevronLeft, mail, phone as phoneIcon } from "@segue/styles/icons";
import type { ComponentChildren, JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());

export function Back(): JSX.Element {
  const { chat, words } = usePanel();
  return (
    <button type="button" class="btn ghost sm w-back" onClick={() => chat.show(null)}>
      <Icon d={chevronLeft} size="s" flip />
      {words.panel.back}
    </button>
  );
}

interface MessageFormProps {
  title: string;
  send: (email: string, text: string) => void;
  label: string;
  button: string;
  withText: boolean;
  foot?: ComponentChildren;
}

function MessageForm({ title, send, label, button, withText, foot }: MessageFormProps): JSX.Element {
  const { now, words } = usePanel();
  const [email, setEmail] = useState(now.chat.view?.email ?? "");
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      class="grid g3"
      noValidate
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!looksLikeEmail(email)) {
          setWrong(true);
          field.current?.focus();
          return;
        }
        send(email.trim(), text.trim());
      }}
    >
      <div class="field">
        <label for={`${id}e`}>{label}</label>
        <input
          ref={field}
          class="input"
          id={`${id}e`}
          type="email"
          dir="ltr"
          autocomplete="email"
          value={email}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}w` : undefined}
          onInput={(event) => {
            setEmail(event.currentTarget.value);
            setWrong(false);
          }}
        />
        {wrong && (
          <p class="err" id={`${id}w`} role="alert">
            {words.panel.email_bad}
          </p>
        )}
      </div>
      {withText && (
        <div class="field">
          <label for={`${id}t`}>
            {words.panel.note_label} <span class="dim opt">{words.panel.optional}</span>
          </label>
          <textarea class="input" id={`${id}t`} rows={2} dir="auto" maxLength={4000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
      )}
      <button type="submit" class="btn primary" disabled={now.busy.length > 0}>
        {button}
      </button>
      {foot && <p class="sm mut">{foot}</p>}
    </form>
  );
}

function By(): JSX.Element {
  const { now, words, t } = usePanel();
  return <>{now.chat.view?.answer_by ? t(words.panel.away_by) : words.panel.away_soon}</>;
}

export function AwayForm(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const { phone } = now.branding;
  return (
    <>
      <div class="w-card soft">
        <p>
          <b>{words.panel.away_title}</b>
        </p>
        <p class="sm mut">
          <By /> {words.panel.passed}
        </p>
        {now.chat.view?.team && (
          <div class="row">
            <span class="chip line">{t("{team}")}</span>
          </div>
        )}
      </div>
      <MessageForm
        title={words.panel.away_title}
        label={words.panel.email_label}
        button={words.panel.send_team}
        withText
        send={(email, text) => chat.choose("leave_message", { email, ...(text ? { text } : {}) })}
      />
      {phone && (
        <div class="w-opts">
          <a class="w-opt" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
            <Icon d={phoneIcon} />
            <bdi dir="ltr">{phone}</bdi>
          </a>
        </div>
      )}
    </>
  );
}

/** Out of the line into a later answer. */
export function EmailForm(): JSX.Element {
  const { chat, words } = usePanel();
  return (
    <div class="grid g3">
      <Back />
      <div class="w-card soft">
        <p>
          <b>{words.actions.email}</b>
        </p>
        <p class="sm mut">
          <By />
        </p>
      </div>
      <MessageForm
        title={words.actions.email}
        label={words.panel.email_label}
        button={words.panel.send_team}
        withText
        send={(email, text) => chat.choose("email", { email, ...(text ? { text } : {}) })}
        foot={words.panel.gives_up}
      />
    </div>
  );
}

export function LeaveForm(): JSX.Element {
  return (
    <div class="grid g3">
      <Back />
      <AwayForm />
    </div>
  );
}

export function CopyForm(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const [sent, setSent] = useState<{ id: string; email: string } | null>(null);
  if (sent && now.done.includes(sent.id)) {
    return (
      <div class="grid g3">
        <Back />
        <div class="w-card soft mid">
          <span class="ok">
            <Icon d={mail} size="xl" />
          </span>
          <p>
            <b>{t(words.panel.copy_sent, { email: sent.email })}</b>
          </p>
        </div>
      </div>
    );
  }
  return (
    <div class="grid g3">
      <Back />
      <MessageForm
        title={words.actions.transcript}
        label={words.panel.copy_label}
        button={words.panel.copy_send}
        withText={false}
        send={(email) => setSent({ id: chat.act({ type: "transcript", email }), email })}
        foot={words.panel.copy_help}
      />
    </div>
  );
}
