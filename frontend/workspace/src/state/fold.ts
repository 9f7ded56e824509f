/**
 * `(desk, frame) => desk`, pure. Two laws hold here and are tested in `fold.test.ts`:
 * events folded on an old snapshot give a fresh snapshot, and a frame seen twice changes nothing the
 * second time. Events are known by (conversation, seq); nothing is ever ordered by arrival.
 */

import type { AEvent, Brief, Colleague, Id, Item, ServerFrame, Snapshot, Verdict } from "../api/types.ts";
import { EMPTY_DESK, type Desk, type Echo, type Thread, type Told } from "./desk.ts";
import type { Frame } from "./frames.ts";
import { viewsOf } from "./views.ts";

const TYPING_LASTS_MS = 6000;

export function fold(desk: Desk, frame: Frame): Desk {
  switch (frame.type) {
    case "hello":
      return greeted(desk, frame);
    case "event":
      return happened(desk, frame);
    case "offer":
      return {
        ...withBrief(withItem(desk, frame.item), frame.brief),
        offers: [...desk.offers.filter((known) => known.conversation !== frame.conversation), frame],
        // What one was told to expect has come: the heads-up has become the offer.
        headsUps: withoutHeadsUp(desk.headsUps, frame.conversation),
      };
    case "offer_ended":
      return offerEnded(desk, frame.conversation, frame.why);
    case "heads_up":
      return {
        ...withBrief(withItem(desk, frame.item), frame.brief),
        headsUps: [...withoutHeadsUp(desk.headsUps, frame.conversation), frame],
      };
    case "heads_up_ended":
    case "heads_up_dismissed":
      return { ...desk, headsUps: withoutHeadsUp(desk.headsUps, frame.conversation) };
    case "line":
      return { ...desk, line: frame.teams };
    case "floor":
      return { ...desk, floor: frame.floor };
    case "presence":
      return peopleChanged(desk, frame.agents);
    case "typing":
      // It says nothing of when: it is turned into `typed`, with the time, before it comes here.
      return desk;
    case "viewing": {
      const agents = frame.agents
        .filter((agent) => agent.id !== desk.me?.id)
        .map((agent) => ({ ...agent, initials: agent.initials ?? agent.name.slice(0, 1) }));
      return { ...desk, viewing: { ...desk.viewing, [frame.conversation]: agents } };
    }
    case "seen":
      return frame.who === "customer"
        ? { ...desk, readTo: { ...desk.readTo, [frame.conversation]: frame.seq } }
        : desk;
    case "accepted":
      return accepted(desk, frame.client_id, frame.seq);
    case "refused":
      return echoChanged(desk, frame.client_id ?? "", (echo) => ({
        ...echo,
        state: "failed",
        code: frame.code,
        message: frame.message,
      }));
    case "pong":
      return desk;

    case "signed_in":
      return { ...desk, me: frame.agent, ended: false };
    case "signed_out":
      return { ...EMPTY_DESK, ended: frame.ended };
    case "link":
      return { ...desk, link: frame.link };
    case "listed": {
      const after = frame.page.items.reduce(withItem, desk);
      return {
        ...after,
        pages: { ...after.pages, [frame.view]: { next: frame.page.next } },
        counts: { ...after.counts, ...frame.page.counts },
      };
    }
    case "opened":
      return opened(desk, frame.snapshot);
    case "history":
      return threadChanged(desk, frame.conversation, (thread) => ({
        ...thread,
        events: merged(thread.events, frame.events),
        complete: frame.complete,
      }));
    case "caught_up":
      return echoesConfirmed(
        threadChanged(desk, frame.conversation, (thread) => {
          const events = merged(thread.events, frame.events);
          return { ...thread, events, upTo: Math.max(thread.upTo, lastSeq(events)), gap: false };
        }),
        frame.events,
      );
    case "typed": {
      const mark = { who: frame.who, name: frame.name, at: frame.now };
      return { ...desk, typing: { ...desk.typing, [frame.conversation]: mark } };
    }
    case "echo":
      if (desk.outbox.some((echo) => echo.clientId === frame.echo.clientId)) return desk;
      return echoesConfirmed(
        { ...desk, outbox: [...desk.outbox, frame.echo] },
        desk.threads[frame.echo.conversation]?.events ?? [],
      );
    case "again":
      return echoChanged(desk, frame.clientId, ({ code: _code, message: _message, ...echo }) => ({
        ...echo,
        state: "pending",
        epoch: frame.epoch,
      }));
    case "discarded":
      return { ...desk, outbox: desk.outbox.filter((echo) => echo.clientId !== frame.clientId) };
    case "kept": {
      const item = desk.items[frame.conversation];
      if (item === undefined || frame.epoch <= item.epoch) return desk;
      return { ...desk, items: { ...desk.items, [item.id]: { ...item, epoch: frame.epoch } } };
    }
    case "looked": {
      const item = desk.items[frame.conversation];
      if (item === undefined || item.unread === 0) return desk;
      return { ...desk, items: { ...desk.items, [item.id]: { ...item, unread: 0 } } };
    }
    case "judged":
      return verdictGiven(desk, frame.conversation, frame.verdict);
    case "status":
      return desk.me === null ? desk : { ...desk, me: { ...desk.me, status: frame.status } };
    case "tell":
      return { ...desk, told: [...desk.told.filter((told) => told.id !== frame.told.id), frame.told] };
    case "understood":
      return { ...desk, told: desk.told.filter((told) => told.id !== frame.id) };
    case "tick":
      return ticked(desk, frame.now);
    default:
      // A newer server may send frames we do not know; ignoring them is what keeps old tabs alive.
      return ignored(desk, frame);
  }
}

function ignored(desk: Desk, _frame: never): Desk {
  return desk;
}

function greeted(desk: Desk, frame: Extract<ServerFrame, { type: "hello" }>): Desk {
  // Too much was missed to be replayed: what is known here is old, and is read anew.
  if (frame.reset) return greeted({ ...desk, cursor: null, threads: {}, pages: {} }, { ...frame, reset: false });
  const headsUps = frame.heads_up ?? [];
  const after = [...frame.offers, ...headsUps].reduce((known, one) => withBrief(withItem(known, one.item), one.brief), desk);
  return {
    ...after,
    me: frame.agent,
    // On a return the server first replays what was missed; taking its newest cursor now would lose
    // the rest if the connection broke in between.
    cursor: desk.cursor ?? frame.cursor,
    offers: frame.offers,
    headsUps,
    line: frame.line.teams,
  };
}

function happened(desk: Desk, frame: Extract<ServerFrame, { type: "event" }>): Desk {
  const event: AEvent = { seq: frame.seq, at: frame.at, event: frame.event };
  const counted = recounted(desk, desk.items[frame.conversation], frame.item, Date.parse(frame.at));
  const known = withItem({ ...counted, cursor: frame.cursor }, frame.item);
  const threaded = threadChanged(known, frame.conversation, (thread) => eventAdded(thread, event));
  const { [frame.conversation]: mark, ...others } = threaded.typing;
  const spoke = frame.event.kind === "message" && mark?.who === frame.event.author;
  // A heads-up is about a conversation that the assistant still has.
  const headsUps = frame.item.stage === "with_bot" ? desk.headsUps : withoutHeadsUp(desk.headsUps, frame.conversation);
  return echoesConfirmed({ ...threaded, headsUps, typing: spoke ? others : threaded.typing }, [event]);
}

function withoutHeadsUp(all: Desk["headsUps"], id: Id): Desk["headsUps"] {
  return all.some((known) => known.conversation === id) ? all.filter((known) => known.conversation !== id) : all;
}

function eventAdded(thread: Thread, event: AEvent): Thread {
  const brief =
    event.event.kind === "verdict" && thread.brief !== null
      ? { ...thread.brief, verdict: event.event.verdict ?? thread.brief.verdict }
      : thread.brief;
  return {
    ...thread,
    brief,
    events: merged(thread.events, [event]),
    gap: thread.gap || event.seq > thread.upTo + 1,
    upTo: event.seq === thread.upTo + 1 ? event.seq : thread.upTo,
  };
}

function opened(desk: Desk, snapshot: Snapshot): Desk {
  const { brief, you: _you, events, viewers, earlier, ...item } = snapshot;
  const known = desk.threads[item.id];
  // A snapshot brings the newest events only: what is known here joins it, or is too old to join.
  const before = known !== undefined && known.upTo + 1 >= (events[0]?.seq ?? 0) ? known : undefined;
  const all = before === undefined ? merged([], events) : merged(before.events, events);
  const thread: Thread = {
    events: all,
    upTo: Math.max(item.seq, lastSeq(all)),
    gap: false,
    complete: before?.complete === true || (events[0]?.seq ?? 1) <= 1,
    brief,
    earlier: earlier ?? [],
  };
  const others = viewers
    .filter((viewer) => viewer.id !== desk.me?.id)
    .map((viewer) => ({ ...viewer, initials: viewer.initials ?? viewer.name.slice(0, 1) }));
  return echoesConfirmed(
    {
      ...withBrief(withItem(desk, item), brief),
      threads: { ...desk.threads, [item.id]: thread },
      viewing: { ...desk.viewing, [item.id]: others },
    },
    events,
  );
}

/** The newer truth wins, whichever road it came by. */
function withItem(desk: Desk, item: Item): Desk {
  const known = desk.items[item.id];
  if (known !== undefined && known.seq > item.seq) return desk;
  const named = item.draft == null ? desk : withRules(desk, [{ id: item.draft.rule, name: item.draft.rule_name }]);
  return { ...named, items: { ...desk.items, [item.id]: item } };
}

function withRules(desk: Desk, rules: readonly { id: string; name: string }[]): Desk {
  const fresh = rules.filter((rule) => rule.id !== "" && desk.ruleNames[rule.id] !== rule.name);
  if (fresh.length === 0) return desk;
  return { ...desk, ruleNames: { ...desk.ruleNames, ...Object.fromEntries(fresh.map((rule) => [rule.id, rule.name])) } };
}

function withBrief(desk: Desk, brief: Brief | null): Desk {
  return brief === null ? desk : withRules(desk, [...(brief.rule == null ? [] : [brief.rule]), ...(brief.also ?? [])]);
}

/** Counts follow the rows they count; views that the row neither left nor entered stay as told. */
function recounted(desk: Desk, before: Item | undefined, after: Item, now: number): Desk {
  if (before === undefined || desk.me === null || before.seq >= after.seq) return desk;
  const left = viewsOf(before, desk.me, now);
  const entered = viewsOf(after, desk.me, now);
  const counts = { ...desk.counts };
  for (const view of left) {
    const count = counts[view];
    if (!entered.includes(view) && count !== undefined) counts[view] = Math.max(0, count - 1);
  }
  for (const view of entered) {
    const count = counts[view];
    if (!left.includes(view) && count !== undefined) counts[view] = count + 1;
  }
  return { ...desk, counts };
}

function threadChanged(desk: Desk, id: Id, change: (thread: Thread) => Thread): Desk {
  const thread = desk.threads[id];
  if (thread === undefined) return desk;
  return { ...desk, threads: { ...desk.threads, [id]: change(thread) } };
}

/** Ordered union of two lists of events, each known by its `seq`. */
export function merged(some: readonly AEvent[], more: readonly AEvent[]): readonly AEvent[] {
  const known = new Set(some.map((event) => event.seq));
  const fresh = more.filter((event) => !known.has(event.seq));
  if (fresh.length === 0) return some;
  const all = [...some, ...fresh];
  return all.sort((one, other) => one.seq - other.seq);
}

function lastSeq(events: readonly AEvent[]): number {
  return events.at(-1)?.seq ?? 0;
}

function echoChanged(desk: Desk, clientId: string, change: (echo: Echo) => Echo): Desk {
  if (!desk.outbox.some((echo) => echo.clientId === clientId)) return desk;
  return {
    ...desk,
    outbox: desk.outbox.map((echo) => (echo.clientId === clientId ? change(echo) : echo)),
  };
}

/** The answer may come before the event or, when a try is repeated, long after it. */
function accepted(desk: Desk, clientId: string, seq: number): Desk {
  const echo = desk.outbox.find((one) => one.clientId === clientId);
  if (echo === undefined) return desk;
  const here = desk.threads[echo.conversation]?.events.some((event) => event.seq === seq) ?? false;
  if (here) return { ...desk, outbox: desk.outbox.filter((one) => one !== echo) };
  return echoChanged(desk, clientId, (one) => ({ ...one, state: "kept" }));
}

function echoesConfirmed(desk: Desk, events: readonly AEvent[]): Desk {
  const confirmed = new Set(events.map((event) => event.event.client_id).filter(Boolean));
  if (!desk.outbox.some((echo) => confirmed.has(echo.clientId))) return desk;
  return { ...desk, outbox: desk.outbox.filter((echo) => !confirmed.has(echo.clientId)) };
}

function offerEnded(desk: Desk, id: Id, why: string): Desk {
  const offer = desk.offers.find((known) => known.conversation === id);
  const after = { ...desk, offers: desk.offers.filter((known) => known.conversation !== id) };
  if (offer === undefined || why === "accepted" || why === "declined") return after;
  const taker = desk.items[id]?.agent?.name;
  const told: Told = {
    id: `offer:${id}`,
    tone: "info",
    key: why === "taken" && taker !== undefined ? "told.taken_by" : `told.${why}`,
    values: { customer: offer.item.customer.name ?? "", case: offer.item.case ?? "", name: taker ?? "" },
  };
  return { ...after, told: [...after.told.filter((known) => known.id !== told.id), told] };
}

function peopleChanged(desk: Desk, agents: readonly Colleague[]): Desk {
  const people = { ...desk.people };
  for (const agent of agents) people[agent.id] = { ...people[agent.id], ...agent };
  const mine = desk.me === null ? undefined : agents.find((agent) => agent.id === desk.me?.id);
  if (desk.me === null || mine === undefined) return { ...desk, people };
  const { status, load, capacity } = mine;
  return { ...desk, people, me: { ...desk.me, status, load, capacity } };
}

function verdictGiven(desk: Desk, id: Id, verdict: Verdict): Desk {
  return threadChanged(desk, id, (thread) =>
    thread.brief === null ? thread : { ...thread, brief: { ...thread.brief, verdict } },
  );
}

/** Typing fades, offers end by the clock even when nobody tells us. */
function ticked(desk: Desk, now: number): Desk {
  const typing = Object.entries(desk.typing).filter(([, mark]) => now - mark.at < TYPING_LASTS_MS);
  const offers = desk.offers.filter((offer) => Date.parse(offer.until) + 2000 > now);
  const same =
    typing.length === Object.keys(desk.typing).length && offers.length === desk.offers.length;
  return same ? desk : { ...desk, typing: Object.fromEntries(typing), offers };
}
