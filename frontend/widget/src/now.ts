/** What the panel knows at one moment, what it needs from outside, and what follows from that alone. */

import { isMessage } from "@segue/core/apply";
import type { Clock, SocketLike } from "@segue/core/connection";
import type { Branding, Session } from "@segue/core/frames";
import type { ChatState } from "@segue/core/state";
import type { Host } from "./host.ts";
import type { Language, PanelState, Words } from "./words.ts";

export interface SessionWish {
  resume: string | null;
  identity: string | null;
  locale: string;
}

export interface Ends {
  startSession(wish: SessionWish): Promise<Session>;
  open(session: string, after: number): SocketLike;
  loadWords(language: Language): Promise<Words>;
  languageOf(locale: string | null): Language;
  host: Host;
  clock: Clock;
  random(): number;
  newId(): string;
}

/** A server that understood and said no: trying again by itself would not help. */
export class SessionRefused extends Error {}

/** A form or picker over the end of the thread. */
export type Sheet = "email" | "callback" | "copy" | "leave" | null;

export interface Now {
  readonly phase: "loading" | "ready" | "broken";
  readonly chat: ChatState;
  readonly words: Words;
  readonly language: Language;
  readonly branding: Branding;
  readonly link: "up" | "down" | "offline" | "back";
  readonly open: boolean;
  readonly full: boolean;
  readonly theme: "light" | "dark" | "auto";
  readonly large: boolean;
  readonly draft: string;
  /** The card of the state (place in line, form, rating) is shown at the end of the thread. */
  readonly details: boolean;
  readonly sheet: Sheet;
  readonly alert: string | null;
  /** Client ids of commands that wait for an answer. */
  readonly busy: readonly string[];
  readonly done: readonly string[];
  readonly time: number;
}

export const MAX_LENGTH = 8000;
const DETAILS = new Set<string>(["finding", "in_line", "in_line_next", "in_line_longer", "transferring", "person_lost", "away", "saved", "callback_booked", "rating"]);

/** The state whose words are on the screen. */
export function panelState(now: Now): PanelState {
  if (now.phase === "broken") return "error";
  if (now.sheet === "callback") return "callback_pick";
  const view = now.chat.view;
  if (!view) return "assistant";
  if (view.key === "assistant" && !view.people_online && view.opens_at) return "assistant_closed";
  return view.key;
}

export function hasDetails(key: string | undefined): boolean {
  return DETAILS.has(key ?? "");
}

export function isStarted(now: Now): boolean {
  return now.chat.outbox.length > 0 || now.chat.lines.some(({ event }) => (isMessage(event) ? event.author !== "bot" : Boolean(event.text)));
}
