/**
 * The screen is a fold: `apply(state, frame)` is the new state, and nothing else changes it.
 *
 * Frames may come twice (a resume overlaps what was live) and an event may be older than the newest one; both are
 * harmless, because a line has one place in the journal: its seq.
 */

import type { CustomerEvent, ServerFrame } from "./frames.ts";
import { accepted, refused, shown } from "./outgoing.ts";
import { type ChatState, type Line, emptyChat } from "./state.ts";

const TYPING_LASTS_MS = 6_000;

/** `now` is in milliseconds since 1970; only passing things such as typing cues use it. */
export function apply(state: ChatState, frame: ServerFrame, now: number): ChatState {
  switch (frame.type) {
    case "hello":
      return { ...sameConversation(state, frame.conversation, frame.seq), view: frame.state };
    case "event":
      return withEvent(state, frame);
    case "state":
      return { ...state, view: frame.state, typing: frame.state.speaks === state.view?.speaks ? state.typing : null };
    case "waiting":
      return state.view
        ? {
            ...state,
            because: frame.because,
            view: {
              ...state.view,
              place: frame.place,
              eta_low_s: frame.eta_low_s,
              eta_high_s: frame.eta_high_s,
              eta_at: new Date(now).toISOString(),
              team: frame.team ?? state.view.team,
            },
          }
        : state;
    case "accepted":
      return { ...state, outbox: accepted(state.outbox, frame.client_id, frame.seq) };
    case "refused":
      return {
        ...state,
        outbox: frame.client_id ? refused(state.outbox, frame.client_id, frame.code, frame.retry_after_s != null) : state.outbox,
        refusal: { code: frame.code, message: frame.message, clientId: frame.client_id ?? null },
      };
    case "typing":
      return { ...state, typing: { who: frame.who, name: frame.name ?? null, until: now + TYPING_LASTS_MS } };
    case "seen":
      return { ...state, readUpTo: Math.max(state.readUpTo, frame.seq) };
    case "pong":
      return state;
    default:
      return ignore(frame, state);
  }
}

/** Unknown to this build (a newer server): nothing to show, nothing to break. The compiler still wants every known one. */
function ignore(_: never, state: ChatState): ChatState {
  return state;
}

/** Another conversation, or a server whose journal is shorter than ours: what we know is not its story. */
function sameConversation(state: ChatState, conversation: string, seq: number): ChatState {
  if (state.conversation === conversation && seq >= state.seq) return state;
  return { ...emptyChat, conversation, outbox: state.outbox };
}

function withEvent(state: ChatState, frame: { seq: number; at: string; event: CustomerEvent }): ChatState {
  const { seq, at, event } = frame;
  const message = isMessage(event) ? event : null;
  const outbox = message?.client_id ? shown(state.outbox, message.client_id) : state.outbox;
  return {
    ...state,
    outbox,
    seq: Math.max(state.seq, seq),
    lines: inOrder(state.lines, { seq, at, event }),
    // Whatever came of it came: nobody types at it any more.
    typing: message?.author === "customer" ? state.typing : null,
  };
}

function inOrder(lines: readonly Line[], line: Line): readonly Line[] {
  let at = lines.length;
  while (at > 0 && (lines[at - 1] as Line).seq > line.seq) at -= 1;
  if (at > 0 && (lines[at - 1] as Line).seq === line.seq) return lines;
  return [...lines.slice(0, at), line, ...lines.slice(at)];
}

export function isMessage(event: CustomerEvent): event is Extract<CustomerEvent, { kind: "message" }> {
  return event.kind === "message";
}
