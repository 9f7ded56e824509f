/** When shall we call? The days and times that are free, and a number. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { clockTime } from "../../words.ts";
import { usePanel } from "../context.ts";
import { type Slots, dayName, days, slotsOf } from "./slots.ts";

const MOST_DAYS = 4;

export function CallbackPicker(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const [offered, setOffered] = useState<Slots | null | undefined>(undefined);
  const [wanted, setDay] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const [phone, setPhone] = useState("");
  const [wrong, setWrong] = useState(false);
  // Asked again after a refusal: the time may just have been taken.
  useEffect(() => {
    void slotsOf(chat.session).then((found) => {
      setOffered(found);
      const times = days(found);
      setDay((day) => (times.some(({ key }) => key === day) ? day : (times[0]?.key ?? "")));
      setAt((time) => (times.some((day) => day.times.includes(time ?? 0)) ? time : (found === null || found.now_ish ? null : (times[0]?.times[0] ?? null))));
    });
  }, [chat, chat.session, now.alert]);
  const open = days(offered ?? null).slice(0, MOST_DAYS);
  const day = open.find(({ key }) => key === wanted) ?? open[0];
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const soonest = !offered || offered.now_ish || open.length === 0;
  const choices: (number | null)[] = [...(soonest ? [null] : []), ...(day?.times ?? [])];
  const name = (ms: number | null) => (ms === null ? words.panel.soonest : clockTime(now.language, new Date(ms).toISOString(), now.time).split(" ").pop());
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const turn = getComputedStyle(event.currentTarget as Element).direction === "rtl" && event.key.startsWith("Arrow") && /Left|Right/.test(event.key) ? -step : step;
    const next = choices.at((choices.indexOf(at) + turn) % choices.length) ?? null;
    setAt(next);
    const buttons = (event.currentTarget as Element).querySelectorAll<HTMLButtonElement>("button");
    buttons[choices.indexOf(next)]?.focus();
  };
  return (
    <form
      class="grid g3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (phone.replace(/\D/g, "").length < 6) {
          setWrong(true);
          field.current?.focus();
          return;
        }
        chat.choose("callback", { phone: phone.trim(), ...(at === null ? {} : { at: new Date(at).toISOString() }) });
      }}
    >
      <div class="tabs" role="group" aria-label={words.panel.day}>
        {open.map(({ key, times }) => (
          <button
            key={key}
            type="button"
            class="tab"
            aria-pressed={key === day?.key}
            onClick={() => {
              setDay(key);
              setAt(soonest && key === open[0]?.key ? null : (times[0] ?? null));
            }}
          >
            {dayName(key, now.time, now.language, words.panel)}
          </button>
        ))}
      </div>
      <div class="slots" role="radiogroup" aria-label={words.panel.clock} aria-busy={offered === undefined} onKeyDown={move}>
        {choices.map((ms) => (
          <button
            key={String(ms)}
            type="button"
            role="radio"
            class={`slot${ms === null ? " wide" : ""}`}
            aria-checked={ms === at}
            tabIndex={ms === at ? 0 : -1}
            onClick={() => setAt(ms)}
          >
            {name(ms)}
          </button>
        ))}
      </div>
      <div class="field">
        <label for={id}>{words.panel.phone_label}</label>
        <input
          ref={field}
          class="input"
          id={id}
          type="tel"
          dir="ltr"
          autocomplete="tel"
          value={phone}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}w` : undefined}
          onInput={(event) => {
            setPhone(event.currentTarget.value);
            setWrong(false);
          }}
        />
        {wrong && (
          <p class="err" id={`${id}w`} role="alert">
            {words.panel.phone_bad}
          </p>
        )}
      </div>
      <button type="submit" class="btn primary" disabled={now.busy.length > 0}>
        {at === null ? words.panel.call_soon : t(words.panel.call_at, { time: name(at) })}
      </button>
      <p class="sm mut">{words.panel.call_help}</p>
    </form>
  );
}
