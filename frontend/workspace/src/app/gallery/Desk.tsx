import { useState } from "react";
import type { DoneHow, Run, RunResult, RunState } from "../../api/doing.ts";
import type { DueState, PromiseKind } from "../../api/line.ts";
import type { AEvent, Brief, Item } from "../../api/types.ts";
import { BriefCard } from "../../features/brief/BriefCard.tsx";
import { LineView } from "../../features/thread/LineView.tsx";
import { linesOf } from "../../state/lines.ts";
import type { Echo } from "../../state/desk.ts";
import { DueChip } from "../../ui/DueChip.tsx";
import { RunCard } from "../../ui/RunCard.tsx";
import { TimerText } from "../../ui/TimerText.tsx";
import { now } from "../../core/clock.ts";

const at = (secondsAgo: number): string => new Date(now() - secondsAgo * 1000).toISOString();

const DUES: readonly [PromiseKind, DueState, number][] = [
  ["callback", "ok", 7200],
  ["callback", "soon", 600],
  ["callback", "broken", -840],
  ["case", "ok", 90_000],
  ["case", "broken", -300],
  ["next_answer", "soon", 60],
];

/** The parts that only the desk has: every kind of line, every state of a message, timers, the card. */
export function Desk() {
  const [shown] = useState(example);
  return (
    <section>
      <h2>The desk</h2>
      <div className="two">
        <div>
          <p className="cap">Lines of a thread</p>
          <div className="card pad">
            <div className="lines">
              {shown.lines.map((line) => (
                <LineView key={line.key} line={line} customer="Wren Fielding" language="en" />
              ))}
            </div>
          </div>
        </div>
        <div className="grid g4 ga-start">
          <div>
            <p className="cap">Timers</p>
            <div className="f">
              {shown.timers.map((item) => (
                <TimerText item={item} key={item.id} />
              ))}
            </div>
          </div>
          <div>
            <p className="cap">What was promised, and how it stands</p>
            <div className="f">
              {DUES.map(([kind, state, left]) => (
                <DueChip at={at(-left)} kind={kind} state={state} key={kind + state} />
              ))}
            </div>
          </div>
          <div>
            <p className="cap">Runs of actions: what each waits for, and how each ended</p>
            <div className="grid g3">
              {shown.runs.map(({ run, result }) => (
                <RunCard key={`${run.n}`} run={run} result={result} who="the assistant" />
              ))}
            </div>
          </div>
          <div>
            <p className="cap">Handoff card</p>
            <BriefCard brief={shown.brief} item={shown.row} initials="SK" onWhy={() => undefined} />
          </div>
        </div>
      </div>
    </section>
  );
}

function example() {
  const event = (seq: number, body: AEvent["event"]): AEvent => ({ seq, at: at(600 - seq * 20), event: body });
  const events: AEvent[] = [
    event(1, { kind: "message", author: "customer", text: "My refund for order 1234 still isn’t here" }),
    event(2, { kind: "message", author: "bot", name: "Fernhill assistant", text: "Refunds arrive 5–7 business days after we get the parcel back.", sources: [{ id: "refunds", title: "Refund policy" }] }),
    event(3, { kind: "person_offered" }),
    event(4, { kind: "handoff_requested", reason: "asked" }),
    event(5, { kind: "dropped", what: "bot_answered" }),
    event(6, { kind: "agent_joined", name: "Marco Alves" }),
    event(7, { kind: "message", author: "agent", agent: "a_marco", name: "Marco Alves", team: "Orders", text: "Hi Wren. See https://fernhill.example/refunds (it is short)." }),
    event(8, { kind: "note", agent: "a_marco", name: "Marco", text: "Payment run failed on the 3rd, code R17." }),
    event(16, { kind: "whispered", agent: "a_ines", name: "Ines", text: "Offer the voucher straight away." }),
    event(9, { kind: "transferred", by: "Marco", to_name: "Sara Kim", why: "needs a payment re-run" }),
    event(10, { kind: "agent_lost", name: "Ines" }),
    event(11, { kind: "offer_lapsed", name: "Tom" }),
    event(12, { kind: "deferred", case: "4812", answer_by: at(-7200) }),
    event(13, { kind: "message", author: "agent", agent: "me", name: "Sara Kim", text: "I’ve re-run your €84 refund." }),
    event(17, { kind: "relaxed", dropped: ["german"], lowered: 0, teams: [] }),
    event(18, { kind: "call_tried", name: "Marco", outcome: "no_answer", again_at: at(-7200) }),
    event(14, { kind: "wrap_up", outcome: "solved" }),
    event(15, { kind: "rated", score: 5, comment: "Quick and kind" }),
  ];
  const echo = (clientId: string, more: Partial<Echo>): Echo => ({
    clientId,
    conversation: "c_gallery",
    mode: "reply",
    text: "It should arrive within two days.",
    at: at(10),
    epoch: 1,
    state: "pending",
    ...more,
  });
  const lines = linesOf({
    events,
    outbox: [echo("1", {}), echo("2", { state: "failed", code: "stale_owner" }), echo("3", { state: "failed", code: "too_long" })],
    me: { id: "me", name: "Sara Kim", initials: "SK", email: "", role: "agent", teams: [], capacity: 4, load: 1, status: "available" },
    readTo: 13,
    customer: { name: "Wren Fielding", initials: "WF" },
  });
  const row = (id: string, more: Partial<Item>): Item => ({
    id,
    seq: 1,
    epoch: 1,
    stage: "with_agent",
    owner: "person",
    customer: { name: "Wren", initials: "W", email: null, verified: false },
    channel: "web",
    language: "en",
    team: null,
    agent: null,
    reason: null,
    priority: "normal",
    tags: [],
    preview: null,
    last_at: at(0),
    waiting_since: null,
    replied_at: null,
    due_at: null,
    unread: 0,
    snoozed_until: null,
    case: null,
    place: null,
    ...more,
  });
  const timers = [
    row("1", { waiting_since: at(12) }),
    row("2", { waiting_since: at(75) }),
    row("3", { waiting_since: at(162) }),
    row("4", { waiting_since: at(4200) }),
    row("5", { replied_at: at(200) }),
    row("6", { snoozed_until: at(-40_000) }),
    row("7", { stage: "deferred", due_at: at(-5400) }),
  ];
  const brief: Brief = {
    handoff: "h",
    reason: "misses",
    reason_text: "Two answers missed",
    priority: "normal",
    summary: "Was charged twice for one tent (order 1301) and wants the second charge returned.",
    evidence: [
      { kind: "quote", text: "no, I was charged twice", seq: 4, label: "", value: 0, needs: 0, over: false },
      { kind: "score", text: "", seq: 0, label: "misses", value: 2, needs: 2, over: true },
      { kind: "score", text: "", seq: 0, label: "frustration", value: 0.34, needs: 0.7, over: false },
    ],
    facts: [
      { name: "order", label: "Order", value: "1301", source: "order" },
      { name: "name", label: "Name", value: "Hazel Glen", source: "said" },
    ],
    missing: [{ name: "card", label: "Last digits of the card" }],
    tried: [
      { what: "Order lookup", result: "answered", ok: true, sources: ["Order 1301"] },
      { what: "Refund article", result: "did not know", ok: false, sources: [] },
    ],
    mood: [
      { seq: 1, score: 0 },
      { seq: 2, score: -0.4 },
    ],
    promises: [{ text: "1–2 minutes", at: at(60) }],
    greeting: "",
    since: at(60),
    note: "She wrote by e-mail last week, too.",
    verdict: "right",
    rule: { id: "two-misses", name: "Two misses" },
    also: [{ id: "frustration", name: "Losing patience" }],
  };
  const states: readonly RunState[] = ["identity", "confirm", "approval", "running"];
  const outcomes: readonly DoneHow[] = ["done", "failed", "unsure", "refused"];
  const run = (n: number, state: RunState): Run => ({ n, action: "start_return", title: `Send something back ${n}`, shown: [{ label: "Order", value: "1234" }], state, ask: "", until: null, by: "assistant", undoes: 0 });
  const result = (n: number, outcome: DoneHow): RunResult => ({
    n,
    action: "start_return",
    title: `Send something back ${n}`,
    outcome,
    text: outcome === "done" ? "Your return is made. The label is in your mail." : "I could not do that.",
    rows: [{ label: "Order", value: "1234" }],
    url: null,
    url_label: "",
    why: outcome === "done" ? "" : "The other system did not answer within 10 s.",
    undo: false,
    undone: false,
    at: at(0),
  });
  const runs = [...states.map((state, n) => ({ run: run(n + 1, state), result: null })), ...outcomes.map((outcome, n) => ({ run: run(n + 5, "running"), result: result(n + 5, outcome) }))];
  return { lines, timers, brief, runs, row: row("c_gallery", {}) };
}
