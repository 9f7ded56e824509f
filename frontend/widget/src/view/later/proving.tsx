/** Who is it? A code by mail: first the address, then the code, and always a way out. */
import type { CustomerView } from "@segue/core/frames";
import { shieldCheck } from "@segue/styles/icons";
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";
import { looksLikeEmail } from "./forms.tsx";

const CODE_LENGTH = 6;

export function Proving({ run }: { run: NonNullable<CustomerView["action"]> }): JSX.Element {
  const { chat, now, words } = usePanel();
  const { panel } = words;
  const [sent, setSent] = useState(now.chat.view?.identity.sent ? (now.chat.view.email ?? "") : "");
  const [again, setAgain] = useState(false);
  return (
    <div class="w-card act">
      <p class="w-out">
        <Icon d={shieldCheck} size="s" />
        <b>{panel.id_title}</b>
      </p>
      <p class="sm mut" dir="auto">
        {run.title}
      </p>
      {sent && !again ? (
        <Code email={sent} again={() => setAgain(true)} />
      ) : (
        <Address
          first={sent || now.chat.view?.email || ""}
          send={(email) => {
            chat.act({ type: "ask_code", email });
            setSent(email);
            setAgain(false);
          }}
        />
      )}
      <button type="button" class="btn" disabled={now.busy.length > 0} onClick={() => chat.act({ type: "stop_action", n: run.n })}>
        {panel.id_not}
      </button>
    </div>
  );
}

function Address({ first, send }: { first: string; send: (email: string) => void }): JSX.Element {
  const { now, words } = usePanel();
  const { panel } = words;
  const [email, setEmail] = useState(first);
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <form
      class="grid g3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (looksLikeEmail(email)) return send(email.trim());
        setWrong(true);
        field.current?.focus();
      }}
    >
      <div class="field">
        <label for={id}>{panel.id_email}</label>
        <input
          ref={field}
          class="input"
          id={id}
          type="email"
          dir="ltr"
          autocomplete="email"
          value={email}
          aria-invalid={wrong}
          aria-describedby={`${id}h`}
          onInput={(event) => {
            setEmail(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <p class={wrong ? "err" : "help"} id={`${id}h`} role={wrong ? "alert" : undefined}>
          {wrong ? panel.email_bad : panel.id_help}
        </p>
      </div>
      <button type="submit" class="btn primary" disabled={now.busy.length > 0}>
        {panel.id_send}
      </button>
    </form>
  );
}

function Code({ email, again }: { email: string; again: () => void }): JSX.Element {
  const { chat, now, words } = usePanel();
  const { panel } = words;
  const [code, setCode] = useState("");
  const id = useId();
  const digits = code.replace(/[^\p{Nd}]/gu, "");
  return (
    <form
      class="grid g3"
      onSubmit={(event) => {
        event.preventDefault();
        if (digits.length < CODE_LENGTH) return;
        chat.act({ type: "give_code", code: digits });
        setCode("");
      }}
    >
      <div class="field">
        <label for={id}>{panel.id_code}</label>
        <input
          class="input mono"
          id={id}
          dir="ltr"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={12}
          value={code}
          aria-describedby={`${id}h`}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <p class="help" id={`${id}h`} role="status">
          {panel.id_sent.split("{email}")[0]}
          <bdi dir="ltr">{email}</bdi>
          {panel.id_sent.split("{email}")[1]}
        </p>
      </div>
      <button type="submit" class="btn primary" disabled={digits.length < CODE_LENGTH || now.busy.length > 0}>
        {panel.id_check}
      </button>
      <button type="button" class="btn ghost sm" onClick={again}>
        {panel.id_again}
      </button>
    </form>
  );
}
