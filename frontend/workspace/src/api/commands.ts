/** The imperative shell around the fold: asks, says, and turns every answer into a frame. */

import { now, tick } from "../core/clock.ts";
import { claimDrafts } from "../core/drafts.ts";
import { newId } from "../core/ids.ts";
import { observable } from "../core/observable.ts";
import { EMPTY_DESK, type Desk, type Told } from "../state/desk.ts";
import { fold } from "../state/fold.ts";
import type { Frame } from "../state/frames.ts";
import { held, runHeld } from "../state/views.ts";
import { outboxOver } from "./outbox.ts";
import { actionsPath, resultOf } from "./doing.ts";
import { Refused, type Transport, type Wire } from "./transport.ts";
import type {
  AEvent,
  Agent,
  EventsPage,
  Id,
  Kept,
  Page,
  ServerFrame,
  Snapshot,
  ViewName,
} from "./types.ts";
import type { Act, Commands, OnDraft, OnRun, Wish } from "./commanding.ts";
import { CARD_CHANGES, DRAFT_GONE, GONE_TO_SOMEBODY, OFFER_GONE, RUN_GONE, TAKES } from "./kinds.ts";

export type * from "./commanding.ts";

const PAGE = 50;
/** At most this often are lists read anew because something moved elsewhere. */
const RECOUNT_MS = 2500;
const HISTORY = 200;

export function commandsOver(transport: Transport): Commands {
  const desk = observable<Desk>(EMPTY_DESK);
  const put = (frame: Frame): void => desk.set((current) => fold(current, frame));
  const outbox = outboxOver({ transport, desk, put, onStale: refresh, onUnreachable: () => wire?.nudge() });
  const catching = new Set<Id>();
  let wire: Wire | null = null;
  let looked: Id | null = null;
  let peeked: Id | null = null;
  let watched: Id | null | undefined;
  let greetings = 0;
  let opening: Id | null = null;
  let shown: ViewName | null = null;
  let recounting: ReturnType<typeof setTimeout> | null = null;
  let stopTicking: (() => void) | null = null;

  const tell: Commands["tell"] = (told) => put({ type: "tell", told: { id: newId(), ...told } });

  function received(frame: ServerFrame): void {
    if (frame.type === "typing") {
      const { conversation, who, name } = frame;
      return put({ type: "typed", conversation, who, name: name ?? null, now: now() });
    }
    // A row nobody has listed here, or a line that moved: the counts are the server's to say.
    const news = frame.type === "line" || (frame.type === "event" && desk.get().items[frame.conversation] === undefined);
    put(frame);
    if (news) recount();
    if (frame.type === "hello") welcomed();
    if (frame.type === "event") {
      const id = frame.conversation;
      const open = id === looked || id === peeked;
      // What is not looked at is read anew when it is opened.
      if (open && desk.get().threads[id]?.gap === true) void catchUp(id);
      // A new handoff or a new owner means a new card and new rights.
      if (open && CARD_CHANGES.has(frame.event.kind)) void refresh(id);
      if (id === looked && !document.hidden) seen(id);
      whispered(frame);
    }
  }

  /** A lead's word pops: in the open thread the log says it, anywhere else a notice does. */
  function whispered({ conversation, event }: Extract<ServerFrame, { type: "event" }>): void {
    const { me, items } = desk.get();
    const by = typeof event.agent === "string" ? event.agent : event.agent?.id;
    if (event.kind !== "whispered" || me === null || by === me.id || items[conversation]?.agent?.id !== me.id) return;
    if (conversation === looked && !document.hidden) return;
    tell({ id: `whisper:${conversation}`, tone: "info", key: "told.whispered", open: conversation, values: { ...named(conversation), name: event.name ?? "" } });
  }

  function recount(): void {
    recounting ??= setTimeout(() => {
      recounting = null;
      if (shown !== null) void list(shown).catch(ignore);
    }, RECOUNT_MS);
  }

  /** After every return: the replay brings the events; lists and the open card are simply read anew. */
  function welcomed(): void {
    greetings += 1;
    if (greetings > 1) {
      if (shown !== null) void list(shown).catch(ignore);
      if (looked !== null) void refresh(looked);
    }
    if (looked !== null) wire?.send({ type: "viewing", conversation: looked });
    if (peeked !== null && greetings > 1) void refresh(peeked);
    if (watched !== undefined) wire?.send({ type: "watch_floor", team: watched });
    outbox.flush();
  }

  function connect(): void {
    wire?.stop();
    greetings = 0;
    stopTicking ??= tick.subscribe(() => put({ type: "tick", now: tick.get() }));
    outbox.restore();
    wire = transport.connect({
      after: () => desk.get().cursor,
      frame: received,
      link(status, retryAt) {
        const before = desk.get().link;
        const wasOnline = before.status === "online";
        const since = wasOnline === (status === "online") && before.since > 0 ? before.since : now();
        put({ type: "link", link: { status, since, retryAt } });
      },
      signedOut: () => put({ type: "signed_out", ended: true }),
    });
  }

  async function list(view: ViewName, more = false): Promise<void> {
    shown = view;
    const next = more ? desk.get().pages[view]?.next : null;
    const after = next === null || next === undefined ? "" : `&after=${encodeURIComponent(next)}`;
    const page = await transport.request<Page>("GET", `/conversations?view=${view}&limit=${PAGE}${after}`);
    put({ type: "listed", view, page });
    // Answers that wait for approval stand above every list: they have to be known, whatever is shown.
    if (view !== "approvals" && (page.counts.approvals ?? 0) > Object.values(desk.get().items).filter((item) => held(item) || runHeld(item)).length) {
      const waiting = await transport.request<Page>("GET", `/conversations?view=approvals&limit=${PAGE}`);
      put({ type: "listed", view: "approvals", page: waiting });
    }
  }

  async function open(conversation: Id): Promise<void> {
    opening = conversation;
    const snapshot = await transport.request<Snapshot>("GET", path(conversation));
    put({ type: "opened", snapshot });
    if (opening === conversation && looked === conversation) seen(conversation);
  }

  async function refresh(conversation: Id): Promise<void> {
    await open(conversation).catch(ignore);
  }

  async function older(conversation: Id): Promise<void> {
    const first = desk.get().threads[conversation]?.events[0]?.seq ?? 1;
    const after = Math.max(0, first - 1 - HISTORY);
    const { events } = await transport.request<EventsPage>("GET", `${path(conversation)}/events?after=${after}`);
    const before = events.filter((event) => event.seq < first);
    put({ type: "history", conversation, events: before, complete: after === 0 });
  }

  /** Something between two frames is missing: ask for it by number, never by time. */
  async function catchUp(conversation: Id): Promise<void> {
    if (catching.has(conversation)) return;
    catching.add(conversation);
    try {
      const after = desk.get().threads[conversation]?.upTo ?? 0;
      const events: AEvent[] = [];
      for (let from: number | null = after; from !== null; ) {
        const page: EventsPage = await transport.request("GET", `${path(conversation)}/events?after=${from}`);
        events.push(...page.events);
        from = page.next;
      }
      put({ type: "caught_up", conversation, events });
    } catch {
      // The next frame, or the next greeting, tries again.
    } finally {
      catching.delete(conversation);
    }
  }

  function seen(conversation: Id): void {
    const item = desk.get().items[conversation];
    if (item === undefined) return;
    if (item.unread > 0) put({ type: "looked", conversation });
    wire?.send({ type: "seen", conversation, seq: item.seq });
  }

  async function act(conversation: Id, { act: road, ...body }: Act): Promise<boolean> {
    const epoch = epochOf(conversation);
    try {
      const kept = await transport.request<Partial<Kept> | null>("POST", `${path(conversation)}/${road}`, {
        ...body,
        epoch,
        client_id: newId(),
      });
      if (kept?.epoch !== undefined) {
        put({ type: "kept", conversation, seq: kept.seq ?? 0, epoch: kept.epoch });
      }
      if (road === "accept") put({ type: "offer_ended", conversation, why: "accepted" });
      if (road === "decline") put({ type: "offer_ended", conversation, why: "declined" });
      if (body && "verdict" in body) put({ type: "judged", conversation, verdict: body.verdict });
      return true;
    } catch (error) {
      refused(conversation, road, error);
      return false;
    }
  }

  async function settle(conversation: Id, n: number, { how, ...body }: OnDraft): Promise<"done" | "gone" | "failed"> {
    try {
      await transport.request<Kept>("POST", `${path(conversation)}/drafts/${n}/${how}`, { ...body, client_id: newId() });
      return "done";
    } catch (error) {
      const gone = error instanceof Refused && DRAFT_GONE.has(error.code);
      if (!gone) {
        refused(conversation, how, error);
        return "failed";
      }
      tell({ id: `refused:${conversation}`, tone: "info", key: "told.draft_gone", values: named(conversation) });
      void refresh(conversation);
      return "gone";
    }
  }

  async function settleRun(conversation: Id, n: number, { how, ...body }: OnRun): Promise<"done" | "gone" | "failed"> {
    try {
      const mine = how === "undo" ? { epoch: epochOf(conversation), client_id: newId() } : {};
      await transport.request("POST", `${actionsPath(conversation)}/${n}/${how}`, { ...body, ...mine });
      return "done";
    } catch (error) {
      const gone = error instanceof Refused && RUN_GONE.has(error.code);
      if (gone) tell({ id: `refused:${conversation}`, tone: "info", key: "told.run_gone", values: named(conversation) });
      else refused(conversation, how, error);
      if (gone) void refresh(conversation);
      return gone ? "gone" : "failed";
    }
  }

  const wished = <T>(conversation: Id, wish: Wish, more: object): Promise<T> =>
    transport.request<T>("POST", actionsPath(conversation), { ...wish, epoch: epochOf(conversation), client_id: newId(), ...more });

  const named = (conversation: Id): { customer: string; case: string } => {
    const item = desk.get().items[conversation];
    return { customer: item?.customer.name ?? "", case: item?.case ?? "" };
  };

  function refused(conversation: Id, road: string, error: unknown): void {
    if (!(error instanceof Refused)) {
      tell({ tone: "bad", key: "told.unreachable" });
      return;
    }
    const offered = desk.get().offers.some((offer) => offer.conversation === conversation);
    if (road === "accept" && OFFER_GONE.has(error.code) && offered) {
      put({ type: "offer_ended", conversation, why: error.code === "taken" ? "taken" : "withdrawn" });
    } else if (TAKES.has(road) && GONE_TO_SOMEBODY.has(error.code)) {
      void refresh(conversation).then(() => tell({ id: `refused:${conversation}`, tone: "info", ...quicker(conversation) }));
      return;
    } else {
      tell({ id: `refused:${conversation}`, tone: "bad", key: `not_done.${error.code}`, text: error.message });
    }
    if (conversation === looked) void refresh(conversation);
  }

  /** Who has it now, by name where it is known. */
  function quicker(conversation: Id): Pick<Told, "key" | "values"> {
    const item = desk.get().items[conversation];
    const name = item?.stage === "with_agent" ? item.agent?.name : undefined;
    const values = { ...named(conversation), name: name ?? "" };
    return { key: name === undefined ? "told.taken" : "told.taken_by", values };
  }

  const epochOf = (conversation: Id): number => {
    const state = desk.get();
    const offer = state.offers.find((one) => one.conversation === conversation);
    return state.items[conversation]?.epoch ?? offer?.epoch ?? 0;
  };

  return {
    desk,
    tell,
    list,
    open,
    older,
    act,
    settle,
    async signIn(email, password) {
      const { agent } = await transport.request<{ agent: Agent }>("POST", "/sign-in", { email, password });
      claimDrafts(agent.id);
      put({ type: "signed_in", agent });
      connect();
    },
    async resume() {
      try {
        const agent = await transport.request<Agent>("GET", "/me");
        claimDrafts(agent.id);
        put({ type: "signed_in", agent });
        connect();
        return true;
      } catch (error) {
        if (error instanceof Refused && !error.passing) return false;
        throw error;
      }
    },
    async signOut() {
      await transport.request("POST", "/sign-out", {}).catch(ignore);
      wire?.stop();
      wire = null;
      stopTicking?.();
      stopTicking = null;
      outbox.forget();
      put({ type: "signed_out", ended: false });
    },
    say: (conversation, mode, text) => outbox.say(conversation, mode, text, epochOf(conversation)),
    again: (clientId) => outbox.again(clientId, epochOf),
    discard: (clientId) => put({ type: "discarded", clientId }),
    async status(status, backAt) {
      const before = desk.get().me?.status ?? "offline";
      put({ type: "status", status });
      try {
        await transport.request("PUT", "/me/presence", { status, ...(backAt === undefined ? {} : { back_at: backAt }) });
      } catch (error) {
        put({ type: "status", status: before });
        const text = error instanceof Refused ? { text: error.message } : {};
        tell({ tone: "bad", key: "told.unreachable", ...text });
      }
    },
    typing: (conversation) => void wire?.send({ type: "typing", conversation }),
    looking(conversation) {
      looked = conversation;
      wire?.send({ type: "viewing", conversation });
      if (conversation !== null) seen(conversation);
    },
    peek(conversation) {
      peeked = conversation;
    },
    watchFloor(team) {
      watched = team;
      wire?.send(team === undefined ? { type: "unwatch_floor" } : { type: "watch_floor", team });
    },
    understood: (id) => put({ type: "understood", id }),
    nudge: () => wire?.nudge(),
    lost: () => wire?.lost(),
    get: (road) => transport.request("GET", road),
    post: (road, body) => transport.request("POST", road, body ?? {}),
    patch: (road, body) => transport.request("PATCH", road, body),
    remove: (road) => transport.request("DELETE", road),
    upload: (road, files, progress) => transport.upload(road, files, progress),
    run: (conversation, wish) => wished(conversation, wish, {}),
    async dry(conversation, wish) {
      const told = await wished<{ result: Record<string, unknown> }>(conversation, wish, { dry_run: true });
      const result = resultOf({ kind: "action_done", n: 0, ...told.result });
      if (result === null) throw new Refused({ status: 502, code: "unknown" });
      return result;
    },
    settleRun,
    dismissHeadsUp: (conversation) => put({ type: "heads_up_dismissed", conversation }),
  };
}

const path = (conversation: Id): string => `/conversations/${encodeURIComponent(conversation)}`;
const ignore = (): void => undefined;
