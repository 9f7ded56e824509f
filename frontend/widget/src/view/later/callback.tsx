/** When shall we call? Days, half hours, a number. */
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { clockTime, numeric } from "../../words.ts";
import { usePanel } from "../context.ts";

const HALF_HOUR_MS = 30 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const SLOTS = 6;
const FIRST_HOUR = 9;
const LAST_HOUR = 17;

/** Half hours of one day that are not over yet, in the reader's zone; today begins half an hour from now. */
export function slots(now: number, day: number): Date[] {
  const start = new Date(now + day * DAY_MS);
  if (day > 0) start.setHours(FIRST_HOUR, 0, 0, 0);
  const first = day > 0 ? start.getTime() : Math.ceil((now + HALF_HOUR_MS) / HALF_HOUR_MS) * HALF_HOUR_MS;
  return Array.from({ length: 18 }, (_, at) => new Date(first + at * HALF_HOUR_MS))
    .filter((slot) => slot.toDateString() === start.toDateString() && slot.getHours() >= FIRST_HOUR && slot.getHours() < LAST_HOUR + 1)
    .slice(0, day > 0 ? 18 : SLOTS);
}

export function CallbackPicker(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const days = [0, 1, 2].filter((day) => slots(now.time, day).length > 0);
  const [day, setDay] = useState(days[0] ?? 0);
  const [at, setAt] = useState<number | null>(null);
  const [phone, setPhone] = useState("");
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const choices: (number | null)[] = [null, ...slots(now.time, day).map((slot) => slot.getTime())];
  const name = (ms: number | null) => (ms === null ? words.panel.soonest : clockTime(now.language, new Date(ms).toISOString(), now.time).split(" ").pop());
  const dayName = (n: number) => {
    if (n < 2) return n === 0 ? words.panel.today : words.panel.tomorrow;
    return new Intl.DateTimeFormat(numeric(now.language), { weekday: "short", day: "numeric" }).format(new Date(now.time + n * DAY_MS));
  };
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
        {days.map((n) => (
          <button
            key={n}
            type="button"
            class="tab"
            aria-pressed={n === day}
            onClick={() => {
              setDay(n);
              setAt(n === 0 ? null : (slots(now.time, n)[0]?.getTime() ?? null));
            }}
          >
            {dayName(n)}
          </button>
        ))}
      </div>
      <div class="slots" role="radiogroup" aria-label={words.panel.clock} onKeyDown={move}>
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
