/** What a customer's screen knows: the lines of the journal, the server's view, and what happens in passing. */

import type { CustomerEvent, CustomerView } from "./frames.ts";
import type { Outbox } from "./outgoing.ts";

export interface Line {
  readonly seq: number;
  readonly at: string;
  readonly event: CustomerEvent;
}

export interface Typing {
  readonly who: "bot" | "agent";
  readonly name: string | null;
  /** Milliseconds since 1970 when the cue goes away by itself. */
  readonly until: number;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly clientId: string | null;
}

export interface ChatState {
  readonly conversation: string | null;
  /** Seq of the newest event that was applied: what to resume after. */
  readonly seq: number;
  readonly lines: readonly Line[];
  readonly view: CustomerView | null;
  /** Why the place in line was told last: `urgent`, `back`, `changed` … */
  readonly because: string;
  readonly outbox: Outbox;
  readonly typing: Typing | null;
  /** The person has read everything up to this seq. */
  readonly readUpTo: number;
  /** The last refusal, for the screen to say once. */
  readonly refusal: Refusal | null;
}

export const emptyChat: ChatState = {
  conversation: null,
  seq: 0,
  lines: [],
  view: null,
  because: "",
  outbox: [],
  typing: null,
  readUpTo: 0,
  refusal: null,
};
