/** Five faces with words. Chosen with the mouse, or with the arrow keys as one group. */
import { mail, rotateCcw } from "@segue/styles/icons";
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { usePanel } from "../context.ts";
import { Option } from "../option.tsx";

const MOUTHS = ["M8 16.5c1-2 2.4-3 4-3s3 1 4 3", "M8.5 15.8c1-1 2.2-1.5 3.5-1.5s2.5.5 3.5 1.5", "M8.5 15h7", "M8.5 14.2c1 1 2.2 1.5 3.5 1.5s2.5-.5 3.5-1.5", "M8 13.5c1 2 2.4 3 4 3s3-1 4-3"];
const FACE = "M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0-19 0M9 9.5v.5M15 9.5v.5";

export function Rating(): JSX.Element {
  const { chat, now, words, t } = usePanel();
  const view = now.chat.view;
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const id = useId();
  const title = view?.name ? t(words.panel.rate_title) : words.panel.rate_plain;
  const labels = [words.panel.rate_1, words.panel.rate_2, words.panel.rate_3, words.panel.rate_4, words.panel.rate_5];
  return (
    <>
      {view?.survey && (
        <form
          class="w-card"
          onSubmit={(event) => {
            event.preventDefault();
            if (score) chat.act({ type: "rate", score, ...(comment.trim() ? { comment: comment.trim() } : {}) });
          }}
        >
          <p id={`${id}q`}>
            <b>{title}</b>
          </p>
          <div
            class="stars"
            role="radiogroup"
            aria-labelledby={`${id}q`}
            onKeyDown={(event) => {
              const rtl = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
              const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: rtl, ArrowLeft: -rtl }[event.key];
              if (!step) return;
              event.preventDefault();
              const next = ((Math.max(score, 1) - 1 + (score ? step : 0) + 5) % 5) + 1;
              setScore(next);
              event.currentTarget.querySelectorAll("button")[next - 1]?.focus();
            }}
          >
            {labels.map((label, at) => (
              <button
                key={label + at}
                type="button"
                role="radio"
                aria-checked={score === at + 1}
                tabIndex={score === at + 1 || (!score && at === 4) ? 0 : -1}
                onClick={() => setScore(at + 1)}
              >
                <svg class="i face" viewBox="0 0 24 24" aria-hidden="true">
                  <path d={FACE + MOUTHS[at]} />
                </svg>
                {label}
              </button>
            ))}
          </div>
          {score > 0 && (
            <div class="field">
              <label for={`${id}c`}>
                {words.panel.rate_more} <span class="dim opt">{words.panel.optional}</span>
              </label>
              <textarea class="input" id={`${id}c`} rows={2} dir="auto" maxLength={2000} value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
            </div>
          )}
          <button type="submit" class="btn primary" disabled={!score || now.busy.length > 0}>
            {words.panel.rate_send}
          </button>
        </form>
      )}
      <p class="sm mut">{words.panel.anything_else}</p>
      <div class="w-opts">
        <Option icon={mail} label={words.actions.transcript} act={() => chat.show("copy")} />
        {view?.can_ask_person && <Option icon={rotateCcw} label={words.actions.reopen} act={() => chat.askPerson()} />}
      </div>
    </>
  );
}
