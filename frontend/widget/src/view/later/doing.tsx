/** What the assistant can do: the question before it, what it waits for, how it went; and answers to pick. */
import type { CustomerEvent, CustomerView, MessageEvent as Said } from "@segue/core/frames";
import { circleAlert, circleCheck, circleX, clock, externalLink, undo2 } from "@segue/styles/icons";
import type { JSX } from "preact";
import { usePanel } from "../context.ts";
import { Icon } from "../icon.tsx";
import { isWeb } from "./links.tsx";
import { Proving } from "./proving.tsx";

type Done = Extract<CustomerEvent, { kind: "action_done" }>;
type Run = NonNullable<CustomerView["action"]>;

function Rows({ rows }: { rows: { label: string; value: string }[] }): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <dl class="w-rows">
      {rows.map(({ label, value }) => (
        <div key={label + value}>
          <dt>{label}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** How it went: in words, a shape and a colour. What it means is said in the message under it. */
export function Result({ event, undone }: { event: Done; undone: boolean }): JSX.Element {
  const { words } = usePanel();
  const { panel } = words;
  const [icon, label, tone] = undone
    ? [undo2, panel.act_undone, "mut"]
    : ({
        done: [circleCheck, panel.act_done, "ok"],
        failed: [circleX, panel.act_failed, "bad"],
        refused: [circleX, panel.act_failed, "bad"],
        unsure: [circleAlert, panel.act_unsure, "mut"],
      }[event.outcome] as [string, string, string]);
  return (
    <div class="msg nt bot">
      <div class="w-card w-run">
        <p>
          <b dir="auto">{event.title}</b>
          <span class={`w-out ${tone}`}>
            <Icon d={icon} size="xs" />
            {label}
          </span>
        </p>
        <Rows rows={event.rows ?? []} />
        {isWeb(event.url) && (
          <a class="btn sm" href={event.url} target="_blank" rel="noopener noreferrer">
            <Icon d={externalLink} size="xs" />
            {event.url_label || event.url}
            <span class="vh"> ({panel.opens_new})</span>
          </a>
        )}
      </div>
    </div>
  );
}

/** The one thing that waits: for proof, for a yes, for a colleague, or for the other system. */
export function Pending({ run }: { run: Run }): JSX.Element | null {
  const { chat, now, words } = usePanel();
  const { panel } = words;
  const busy = now.busy.length > 0;
  if (run.state === "identity") return <Proving run={run} />;
  if (run.state === "confirm") {
    return (
      <div class="w-card act">
        <p dir="auto">
          <b>{run.ask || run.title}</b>
        </p>
        <Rows rows={run.shown} />
        <button type="button" class="btn primary" disabled={busy} onClick={() => chat.act({ type: "allow_action", n: run.n })}>
          {panel.act_yes}
        </button>
        <button type="button" class="btn" disabled={busy} onClick={() => chat.act({ type: "stop_action", n: run.n })}>
          {panel.act_no}
        </button>
      </div>
    );
  }
  const waits = run.state === "approval";
  return (
    <div class="w-card soft">
      <p>
        <b dir="auto">{run.title}</b>
      </p>
      <p class="sm mut w-out" role="status">
        <Icon d={clock} size="xs" />
        {waits ? panel.act_checking : panel.act_running}
      </p>
      <Rows rows={run.shown} />
      {waits && (
        <button type="button" class="btn" disabled={busy} onClick={() => chat.act({ type: "stop_action", n: run.n })}>
          {words.actions.cancel}
        </button>
      )}
    </div>
  );
}

/** Under the newest question of the assistant: a tap says the words. */
export function Choices({ said }: { said: Said }): JSX.Element | null {
  const { chat, words } = usePanel();
  if (!said.choices?.length) return null;
  return (
    <div class="w-quick" role="group" aria-label={words.panel.pick_one}>
      {said.choices.map((choice) => (
        <button key={choice} type="button" class="btn sm" dir="auto" onClick={() => chat.say(choice)}>
          {choice}
        </button>
      ))}
    </div>
  );
}
