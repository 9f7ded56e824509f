/**
 * A server in a page, for looking at the workspace without one: `?mock` in development, or a build with
 * `--mode mock`. It answers like the real one, keeps nothing, and is in no ordinary build.
 *
 * `?mock=offer,offline` picks what happens: offer, offers (two), taken, offline, refuse (a reply), empty,
 * approval (an answer to check), headsup, heavy, slow, signin, wrong (first password), locked, broken (system page), still (nobody types),
 * crowd (10,000 in line), calm, nobody, noteam, surge, stale (the floor stands still), whisper (and lines about the wait), nopromises, noscore,
 * syncing, kempty (no knowledge), kbroken, conflict (an item was changed elsewhere), agent (not a lead), acts (runs of actions), runwaits.
 */

import { Refused, type Transport, Unreachable, type WireEvents } from "../api/transport.ts";
import type { AEvent, Brief, EventBody, Item, Snapshot, SystemReport, ViewName } from "../api/types.ts";
import type { Example, WhatIfAsked } from "../api/decisions.ts";
import { keepDraft } from "../core/drafts.ts";
import { ACTIONS, mockKnowledge } from "./knowledge.ts";
import { mockLine } from "./line.ts";
import { DECISIONS, DRAFT, headsUp, HELD_EVENT, whatIf } from "./judgement.ts";
import { inView } from "../state/views.ts";
import { ago, ahead, BILLING, COLLEAGUES, HAZEL_BRIEF, heavy, ITEMS, SARA, START, THREADS } from "./people.ts";

export function mockTransport(asked: string): Transport {
  const states = new Set(asked.split(","));
  const items = new Map<string, Item>((states.has("empty") ? [] : ITEMS).map((item) => [item.id, item]));
  const threads = new Map(Object.entries(structuredClone(THREADS)));
  let signedIn = !states.has("signin");
  let wire: WireEvents | null = null;
  let cursor = 1;
  let tries = 0;

  const examples: Example[] = [];
  if (states.has("heavy")) makeHeavy(items, threads);
  if (states.has("approval")) holdDrafts(items, threads);
  if (states.has("whisper")) whispers(items, threads);
  if (states.has("acts") || states.has("runwaits")) withRuns(items, threads, states.has("runwaits"));
  let runs = 10;
  if (!states.has("empty")) keepDraft("c_heath", "reply", "I’ve reset the password, you can sign in again now");
  const me = { ...SARA, ...(states.has("empty") ? { load: 0 } : {}), role: states.has("agent") ? ("agent" as const) : states.has("lead") ? ("lead" as const) : ("manager" as const) };

  const refuse = (status: number, code: string, detail: string, more = {}): never => {
    throw new Refused({ status, code, detail, ...more });
  };

  const knowledge = mockKnowledge(states, refuse);
  const line = mockLine(states, refuse);
  let watching: string | null | undefined;
  const showFloor = (): void => (watching === undefined ? undefined : wire?.frame({ type: "floor", floor: line.floor.floor(watching) }));
  let beating: ReturnType<typeof setInterval> | undefined;
  // Whoever stands in the line of the floor can be looked into, too.
  if (!states.has("crowd")) for (const one of line.floor.floor(null).line) if (!items.has(one.conversation)) items.set(one.conversation, { ...(ITEMS[6] as Item), id: one.conversation, customer: one.customer, team: one.team, waiting_since: one.since, preview: { author: "customer", text: one.quote }, case: null });

  function happen(id: string, body: EventBody, change: Partial<Item> = {}): { seq: number; epoch: number } {
    const before = items.get(id) ?? refuse(404, "not_found", "Not here.");
    const item: Item = { ...before, ...change, seq: before.seq + 1, last_at: new Date().toISOString() };
    items.set(id, item);
    const event: AEvent = { seq: item.seq, at: item.last_at, event: body };
    const thread = threads.get(id) ?? { events: [], brief: null };
    threads.set(id, { ...thread, events: [...thread.events, event] });
    cursor += 1;
    wire?.frame({ type: "event", conversation: id, cursor: String(cursor), ...event, item });
    return { seq: item.seq, epoch: item.epoch };
  }

  function page(view: ViewName) {
    const all = [...items.values()];
    const now = Date.now();
    const count = (name: ViewName) => all.filter((item) => inView(item, name, me, now)).length;
    return {
      items: all.filter((item) => inView(item, view, me, now) || view === "mine"),
      counts: { approvals: count("approvals"), mine: count("mine"), waiting: count("waiting"), bot: states.has("empty") ? 52 : count("bot"), all: all.length, snoozed: count("snoozed") },
      next: null,
    };
  }

  function snapshot(id: string): Snapshot {
    const item = items.get(id) ?? refuse(404, "not_found", "Not here.");
    const { events, brief, earlier } = threads.get(id) ?? { events: [], brief: null };
    return {
      ...item,
      brief,
      you: { may: [] },
      events: events.slice(-200),
      viewers: id === "c_wren" ? [{ id: "a_marco", name: "Marco", initials: "MA" }] : [],
      ...(earlier === undefined ? {} : { earlier }),
    };
  }

  const sk = { id: SARA.id, name: SARA.name, initials: SARA.initials };
  const COMMANDS: Record<string, (id: string, body: Record<string, unknown>) => unknown> = {
    messages(id, body) {
      if (states.has("refuse")) refuse(409, "stale_owner", "The conversation changed hands since you last looked.");
      const kept = happen(id, { kind: "message", author: "agent", agent: SARA.id, name: SARA.name, initials: "SK", text: String(body["text"]), client_id: String(body["client_id"]), delivery: "sent" }, { waiting_since: null, replied_at: new Date().toISOString(), unread: 0 });
      setTimeout(() => wire?.frame({ type: "typing", conversation: id, who: "customer" }), 1500);
      setTimeout(() => wire?.frame({ type: "seen", conversation: id, who: "customer", seq: kept.seq }), 1200);
      setTimeout(() => happen(id, { kind: "message", author: "customer", text: "Thank you, that’s all I wanted to know" }, { waiting_since: new Date().toISOString(), unread: 1 }), 4000);
      return kept;
    },
    notes: (id, body) => happen(id, { kind: "note", agent: SARA.id, name: SARA.name, text: String(body["text"]), client_id: String(body["client_id"]) }),
    accept(id) {
      if (states.has("taken")) refuse(409, "taken", "A colleague was quicker.");
      return join(id);
    },
    pick: (id) => join(id),
    take_over: (id) => join(id),
    decline: (id) => happen(id, { kind: "declined", agent: SARA.id }, { stage: "waiting", agent: null }),
    transfer: (id, body) => happen(id, { kind: "transferred", by: SARA.name, to_team: String(body["team"] ?? ""), to_name: COLLEAGUES.find((one) => one.id === body["agent"])?.name ?? "", why: String(body["why"]) }, { stage: "waiting", agent: null, epoch: (items.get(id)?.epoch ?? 0) + 1 }),
    return: (id) => happen(id, { kind: "bot_returned", by: SARA.name }, { stage: "with_bot", owner: "bot", agent: null, epoch: (items.get(id)?.epoch ?? 0) + 1 }),
    close: (id, body) => happen(id, { kind: "wrap_up", by: "agent", outcome: String(body["outcome"]), agent: SARA.id, name: SARA.name }, { stage: "wrapping_up", owner: "bot", epoch: (items.get(id)?.epoch ?? 0) + 1 }),
    snooze: (id, body) => happen(id, { kind: "snoozed", until: (body["until"] as string | null) ?? null, by: SARA.name }, { snoozed_until: (body["until"] as string | null) ?? ahead(1e6) }),
    verdict: (id, body) => happen(id, { kind: "verdict", verdict: body["verdict"] as never, by: SARA.name }),
    whisper: (id, body) => happen(id, { kind: "whispered", agent: SARA.id, name: SARA.name, text: String(body["text"]), client_id: String(body["client_id"]) }),
    assign: (id, body) => happen(id, { kind: "agent_joined", agent: String(body["agent"]), name: COLLEAGUES.find((one) => one.id === body["agent"])?.name ?? "" }),
    called(id, body) {
      line.called(id, body);
      if (!items.has(id)) return { seq: 1, epoch: 1 };
      return happen(id, { kind: "call_tried", n: 1, outcome: String(body["outcome"]), by: SARA.id, name: SARA.name, again_at: body["again_at"] ?? null }, { due_at: (body["again_at"] as string | null) ?? null });
    },
    tags: (id, body) => happen(id, { kind: "tagged", tags: body["tags"] as string[], by: SARA.name }, { tags: body["tags"] as string[] }),
  };
  const join = (id: string) => happen(id, { kind: "agent_joined", agent: SARA.id, name: SARA.name, initials: "SK", team: "Billing" }, { stage: "with_agent", owner: "person", agent: sk, epoch: (items.get(id)?.epoch ?? 0) + 1, place: null });

  function answer(method: string, path: string, body: Record<string, unknown>): unknown {
    if (states.has("offline") && method === "POST") throw new Unreachable();
    const url = new URL(path, "http://mock");
    const [, first, second, third] = url.pathname.split("/");
    if (first === "sign-in") return second === "hints" ? HINTS : signIn();
    if (first === "sign-out") return (signedIn = false);
    if (first === "me" && second === undefined) return signedIn ? me : refuse(401, "sign_in_first", "Sign in first.");
    if (first === "me") {
      wire?.frame({ type: "presence", agents: [{ ...SARA, status: body["status"] as never }] });
      return { status: body["status"] };
    }
    if (first === "examples" && method === "DELETE") return void examples.splice(0, examples.length, ...examples.filter((one) => one.id !== second));
    if (first === "examples") return { items: examples, next: null };
    if (first === "policy") return second === "recipes" ? { items: [] } : { file: { segue_policy: 1, rules: [{ recipe: "frustration", when: [{ frustration: { at_least: 0.7 } }] }] } };
    if (first === "knowledge" || first === "assistant" || first === "actions") return knowledge.answer(method, url, body);
    if (first === "floor") return line.floor.floor(url.searchParams.get("team"));
    if (first === "teams") return line.teams(method, second, third, url, body);
    if (first === "agents") return second === undefined ? COLLEAGUES : line.agents(method, second, third, body);
    if (first === "promises") return line.promises(url);
    if (first === "waits") return line.score();
    if (first === "system") return second === undefined ? system(states.has("broken")) : { retried: true };
    if (first === "conversations" && second === undefined) return page((url.searchParams.get("view") ?? "mine") as ViewName);
    if (first !== "conversations" || second === undefined) return refuse(404, "not_found", "Not here.");
    if (method === "GET" && third === "events") {
      const after = Number(url.searchParams.get("after"));
      return { events: (threads.get(second)?.events ?? []).filter((event) => event.seq > after).slice(0, 200), next: null };
    }
    if (third === "drafts") return settleDraft(second, url.pathname.endsWith("/reject"), body["text"] as string | undefined);
    if (third === "actions") return act(second, url.pathname.split("/")[4], url.pathname.split("/")[5], body);
    if (third === "routing") return line.routing(items.get(second)?.stage ?? "");
    if (third === "decisions") return { ...DECISIONS, conversation: second };
    if (third === "what-if") return whatIf(body as WhatIfAsked);
    if (third === "examples") {
      examples.push({ id: `x${examples.length}`, conversation: second, text: "", by: SARA.name, at: ago(0), note: "", seq: Number(body["seq"]), label: body["label"] as Example["label"] });
      return { id: examples.at(-1)?.id };
    }
    if (method === "GET") return snapshot(second);
    return COMMANDS[third ?? ""]?.(second, body) ?? refuse(404, "not_found", "Not here.");
  }

  /** Looks things up at once, waits where the action says so, and always works. */
  function act(id: string, n: string | undefined, how: string | undefined, body: Record<string, unknown>): unknown {
    if (how === "undo") {
      runs += 1;
      happen(id, { kind: "action_wanted", run: { n: runs, call: { action: "cancel_return", title: "Cancel the return", undoes: Number(n) }, state: "running", by: SARA.id } });
      setTimeout(() => happen(id, { kind: "action_done", by: SARA.id, name: SARA.name, result: { n: runs, action: "cancel_return", title: "Cancel the return", outcome: "done", text: "The return was cancelled.", rows: [] } }), 900);
      return { n: runs };
    }
    if (how !== undefined) {
      const run = items.get(id)?.action ?? refuse(409, "action_gone", "It was settled already.");
      if (how === "reject") return happen(id, { kind: "action_over", n: run.n, how: "rejected", by: SARA.name, why: String(body["why"] ?? "") }, { action: null });
      happen(id, { kind: "action_done", result: { n: run.n, action: run.action, title: run.title, outcome: "done", text: "€84.00 are on their way to the card ending 4417.", rows: [["Arrives", "by Thursday"]], facts: [] } }, { action: null });
      return {};
    }
    const action = ACTIONS.find((one) => one.id === body["action"]) ?? refuse(422, "unknown_action", "There is no such action.");
    const inputs = Object.entries(body["inputs"] as Record<string, string>);
    const shown = inputs.map(([name, value]) => ({ label: action.inputs.find((one) => one.name === name)?.label ?? name, value }));
    if (body["dry_run"] === true) return { result: { n: 0, action: action.id, title: action.title, outcome: "done", text: "", rows: [{ label: "POST", value: "https://shop.fernhill.example/returns" }, ...shown], url: null, url_label: "", why: "", undo: false, at: null } };
    runs += 1;
    const n2 = runs;
    const state = action.needs_approval ? "approval" : action.needs_yes ? "confirm" : "running";
    const run = { n: n2, action: action.id, title: action.title, shown, state: state as "approval", ask: "", until: state === "running" ? null : ahead(300), by: SARA.name, undoes: 0 };
    const kept = happen(id, { kind: "action_wanted", run: { n: n2, call: { action: action.id, title: action.title, shown: shown.map((one) => [one.label, one.value]) }, state, by: SARA.id } }, { action: run });
    if (state !== "approval")
      setTimeout(() => happen(id, { kind: "action_done", by: SARA.id, name: SARA.name, result: { n: n2, action: action.id, title: action.title, outcome: "done", text: "Your return is made. The label is in your mail.", rows: [["Return", "R-2207"], ["Label", "sent to wren@example.com"]], url: "https://fernhill.example/returns/R-2207", url_label: "Open the label", undo: action.undo === true ? "cancel_return" : "" } }, { action: null }), state === "confirm" ? 2500 : 900);
    return { n: n2, ...kept };
  }

  function settleDraft(id: string, rejected: boolean, text?: string): unknown {
    const draft = items.get(id)?.draft ?? refuse(409, "draft_gone", "This draft was settled already.");
    happen(id, { kind: "draft_settled", n: draft.n, how: rejected ? "rejected" : text === undefined ? "approved" : "edited", by: SARA.name }, { draft: null });
    if (rejected) return happen(id, { kind: "handoff_requested", reason: "low_confidence", handoff: { rule: draft.rule } }, { stage: "waiting", place: 1, reason: "low_confidence" });
    return happen(id, { kind: "message", author: "bot", name: "Fernhill assistant", text: text ?? draft.text, approved_by: SARA.name, delivery: "sent" });
  }

  function signIn(): unknown {
    tries += 1;
    if (states.has("locked")) refuse(429, "rate_limited", "Too many tries.", { retry_after_s: 300 });
    if (tries === 1 && states.has("wrong")) refuse(401, "wrong_password", "E-mail and password do not go together.");
    signedIn = true;
    return { token: "t", agent: me };
  }

  return {
    async request<T>(method: string, path: string, body?: unknown): Promise<T> {
      await new Promise((done) => setTimeout(done, states.has("slow") ? 1200 : 20));
      return structuredClone(answer(method, path, (body ?? {}) as Record<string, unknown>)) as T;
    },
    async upload<T>(_path: string, files: readonly File[], progress: (share: number) => void): Promise<T> {
      return structuredClone(await knowledge.upload(files, progress)) as T;
    },
    connect(events) {
      wire = events;
      clearInterval(beating);
      beating = setInterval(() => (states.has("stale") ? undefined : showFloor()), states.has("crowd") ? 5000 : 1500);
      setTimeout(() => greet(events, states, me, items, COLLEAGUES), 20);
      return {
        send(frame) {
          if (frame.type === "watch_floor") watching = frame.team;
          if (frame.type === "unwatch_floor") watching = undefined;
          showFloor();
          return true;
        },
        nudge: () => (states.has("offline") ? undefined : events.link("online", null)),
        lost: () => undefined,
        stop() {
          wire = null;
          clearInterval(beating);
        },
      };
    },
  };
}

function greet(events: WireEvents, states: ReadonlySet<string>, me: typeof SARA, items: Map<string, Item>, people: typeof COLLEAGUES): void {
  events.link("online", null);
  const hazel = items.get("c_hazel");
  const offer = hazel === undefined ? [] : [{ conversation: "c_hazel", item: hazel, brief: HAZEL_BRIEF, until: ahead(18), lease_s: 30, epoch: 1, binding: false }];
  const offers = states.has("offer") ? offer : [];
  if (states.has("offers")) offers.push(...offer, ...offer.map((one) => ({ ...one, conversation: "c_noor", item: items.get("c_noor") ?? one.item })));
  events.frame({ type: "hello", cursor: "1", agent: me, offers, line: { teams: [{ team: BILLING, waiting: 1, longest_s: 12 }] }, reset: false });
  events.frame({ type: "presence", agents: people.filter((one) => one.id !== me.id) });
  const robin = items.get("c_bot1");
  if (states.has("headsup") && robin !== undefined) events.frame(headsUp(robin));
  if (!states.has("still")) events.frame({ type: "typing", conversation: "c_piper", who: "customer" });
  if (states.has("offline")) setTimeout(() => events.link("offline", Date.now() + 8000), 50);
}

/** Two that wait: the open one, and Hazel's. */
function holdDrafts(items: Map<string, Item>, threads: Map<string, { events: AEvent[] }>): void {
  for (const [id, text] of [["c_wren", ""], ["c_hazel", "Can I wash the shell in the machine?"]] as const) {
    const item = items.get(id);
    const thread = threads.get(id);
    if (item === undefined || thread === undefined) continue;
    const preview = text === "" ? item.preview : { author: "customer", text };
    items.set(id, { ...item, stage: "with_bot", owner: "bot", agent: null, seq: item.seq + 1, draft: DRAFT, preview });
    threads.set(id, { ...thread, events: [...thread.events, { seq: item.seq + 1, at: ago(5), event: HELD_EVENT }] });
  }
}

/** What the assistant did and asked before Sara came, and one more that waits for her word. */
function withRuns(items: Map<string, Item>, threads: Map<string, { events: AEvent[]; brief: Brief | null }>, waits: boolean): void {
  const item = items.get("c_wren");
  const thread = threads.get("c_wren");
  if (item === undefined || thread === undefined) return;
  const bot = { kind: "message", author: "bot" as const, name: "Fernhill assistant" };
  const more: EventBody[] = [
    { kind: "message", author: "customer", text: "can I send the boots back" },
    { ...bot, text: "Which order is it?", asked: true, choices: ["Order 1234 · boots", "Order 1301 · tent"] },
    { kind: "message", author: "customer", text: "Order 1234 · boots" },
    { kind: "identity_asked", n: 1, text: "" },
    { kind: "code_asked", email: "w…n@example.com" },
    { kind: "identity_proven", how: "code" },
    { kind: "action_wanted", run: { n: 1, call: { action: "start_return", title: "Start a return", shown: [["Order", "1234"], ["Reason", "Does not fit"]] }, state: "confirm", by: null } },
    { kind: "action_moved", run: { n: 1, call: { action: "start_return", title: "Start a return" }, state: "running" }, by: "customer" },
    { kind: "action_done", result: { n: 1, action: "start_return", title: "Start a return", outcome: "done", text: "Your return is made. The label is in your mail.", rows: [["Return", "R-2207"], ["Label", "sent to wren@example.com"]], url: "https://fernhill.example/returns/R-2207", url_label: "Open the label", undo: "cancel_return" } },
    { kind: "action_wanted", run: { n: 2, call: { action: "address", title: "Change the delivery address", shown: [["City", "Leith"]] }, state: "confirm" } },
    { kind: "action_over", n: 2, how: "stopped" },
    { kind: "action_done", result: { n: 3, action: "refund", title: "Re-run a refund", outcome: "unsure", text: "I’m not sure that the refund went through. A person looks at it.", rows: [["Amount", "€84.00"]], why: "The payment system did not answer within 10 s." } },
    ...(waits ? [{ kind: "action_wanted", run: { n: 4, call: { action: "refund", title: "Re-run a refund", shown: [["Order", "1234"], ["Amount", "€84.00"]] }, state: "approval" } }] : []),
  ];
  const from = item.seq;
  const events = more.map((event, n) => ({ seq: from + n + 1, at: ago(190 - n * 9), event }));
  const action = waits ? { n: 4, action: "refund", title: "Re-run a refund", shown: [{ label: "Order", value: "1234" }, { label: "Amount", value: "€84.00" }], state: "approval" as const, ask: "", until: ahead(240), by: "assistant", undoes: 0 } : null;
  items.set("c_wren", { ...item, seq: from + events.length, action, ...(waits ? { stage: "with_bot" as const, owner: "bot", agent: null } : {}) });
  const done = [{ n: 1, action: "start_return", title: "Start a return", outcome: "done" as const, text: "", rows: [{ label: "Return", value: "R-2207" }], url: null, url_label: "", why: "", undo: true, undone: false, at: null }, { n: 3, action: "refund", title: "Re-run a refund", outcome: "unsure" as const, text: "", rows: [], url: null, url_label: "", why: "The payment system did not answer within 10 s.", undo: false, undone: false, at: null }];
  const { brief } = thread;
  threads.set("c_wren", { ...thread, events: [...thread.events, ...events], brief: brief === null ? null : { ...brief, done, facts: brief.facts.map((fact) => (fact.name === "order" ? { ...fact, source: "said", seq: 2 } : fact)) } });
}

/** A conversation of Marco's to whisper into, and a whisper in Sara's own. */
function whispers(items: Map<string, Item>, threads: Map<string, { events: AEvent[]; brief: Brief | null }>): void {
  const wren = items.get("c_wren");
  const thread = threads.get("c_wren");
  if (wren === undefined || thread === undefined) return;
  const from = wren.seq;
  const more: EventBody[] = [
    { kind: "relaxed", step: 1, dropped: ["german"], lowered: 0, teams: ["orders"] },
    { kind: "wait_outgrown", n: 1 },
    { kind: "call_tried", n: 1, outcome: "no_answer", by: SARA.id, name: SARA.name, again_at: ahead(1800) },
    { kind: "alarm", what: "callback_due" },
    { kind: "whispered", agent: "a_ines", name: "Ines", text: "She called yesterday, too. Offer the voucher straight away." },
  ];
  threads.set("c_wren", { ...thread, events: [...thread.events, ...more.map((body, n) => ({ seq: from + n + 1, at: ago(60 - n * 9), event: body }))] });
  items.set("c_wren", { ...wren, seq: from + more.length, due_kind: "next_answer", due_state: "broken" });
  items.set("c_otto", { ...wren, id: "c_otto", case: "4820", customer: { name: "Otto Brandt", initials: "OB", email: null, verified: false }, agent: { id: "a_marco", name: "Marco", initials: "MA" } });
  threads.set("c_otto", { events: thread.events, brief: thread.brief });
}

function makeHeavy(items: Map<string, Item>, threads: Map<string, { events: AEvent[] }>): void {
  const [first] = ITEMS;
  if (first === undefined) return;
  for (let n = 0; n < 200; n += 1) {
    const name = n % 7 === 0 ? `${"Maximiliana Featherstonehaugh ".repeat(10)}${n}` : `Customer number ${n}`;
    items.set(`c_h${n}`, { ...first, id: `c_h${n}`, customer: { ...first.customer, name, initials: "MF" }, tags: n % 5 === 0 ? ["a-very-long-tag-that-goes-on", "second"] : [], waiting_since: ago(n * 13), unread: n % 4 === 0 ? n : 0 });
  }
  const wren = items.get("c_wren");
  const events = heavy();
  if (wren !== undefined) items.set("c_wren", { ...wren, seq: events.length });
  threads.set("c_wren", { ...threads.get("c_wren"), events });
}

const HINTS = {
  demo: true,
  organisation: "Fernhill Outdoor",
  accounts: [
    { email: "sara@fernhill.example", password: "demo-sara", name: "Sara Kim", team: "Billing" },
    { email: "marco@fernhill.example", password: "demo-marco", name: "Marco Alves", team: "Orders" },
    { email: "ines@fernhill.example", password: "demo-ines", name: "Ines Vogel", team: "Billing" },
    { email: "tom@fernhill.example", password: "demo-tom", name: "Tom Okafor", team: "Orders" },
  ],
};

function system(broken: boolean): SystemReport {
  return {
    version: "0.1.0",
    started_at: new Date(START - 3 * 86_400_000).toISOString(),
    store: { kind: "sqlite", ok: true, latency_ms: 1.4 },
    feed: { kind: "memory", ok: true },
    jobs: { due: broken ? 212 : 1, scheduled: 38, running: 2, dead: broken ? 3 : 0 },
    dead: broken
      ? [
          { id: "j1", kind: "mail", conversation: "c_wren", attempts: 8, last_error: "SMTPConnectError: connection refused by 127.0.0.1:2525", at: ago(600) },
          { id: "j2", kind: "mail", conversation: "c_heath", attempts: 8, last_error: "SMTPConnectError: connection refused by 127.0.0.1:2525", at: ago(1900) },
          { id: "j3", kind: "route", conversation: null, attempts: 5, last_error: "TimeoutError", at: ago(90_000) },
        ]
      : [],
    sockets: { customers: 52, agents: 4 },
    encoder: { ok: true },
    mail: broken ? { configured: true, ok: false, last_error: "connection refused by 127.0.0.1:2525" } : { configured: false, ok: false, last_error: null },
  };
}
