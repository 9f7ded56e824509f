/** What the screen may ask of the server, as an interface: `commands.ts` is what does it. */

import type { Mode } from "../core/drafts.ts";
import type { Observable } from "../core/observable.ts";
import type { Desk, Told } from "../state/desk.ts";
import type { CallOutcome } from "./line.ts";
import type { RunResult } from "./doing.ts";
import type { Transport } from "./transport.ts";
import type { Id, Outcome, Status, Verdict, ViewName } from "./types.ts";

export type Act =
  | { act: "decline"; reason: string }
  | { act: "transfer"; team?: Id; agent?: Id; why: string }
  | { act: "return"; summary: string; promises: string[] }
  | { act: "close"; outcome: Outcome; note?: string }
  | { act: "snooze"; until: string | null }
  | { act: "verdict"; verdict: Verdict; note?: string }
  | { act: "tags"; tags: string[] }
  | { act: "pick" }
  | { act: "accept" }
  | { act: "take_over"; why?: string }
  | { act: "assign"; agent: Id; why?: string }
  | { act: "called"; outcome: CallOutcome; again_at?: string | null; note?: string };

/** What can be done with an answer that waits for approval; `text` when it was reworded. */
export type OnDraft = { how: "approve"; text?: string } | { how: "reject" };

export interface Wish {
  action: string;
  inputs: Readonly<Record<string, string>>;
}

export type OnRun = { how: "approve" } | { how: "reject"; why?: string } | { how: "undo" };

export interface Commands {
  desk: Observable<Desk>;
  signIn(email: string, password: string): Promise<void>;
  resume(): Promise<boolean>;
  signOut(): Promise<void>;
  list(view: ViewName, more?: boolean): Promise<void>;
  open(conversation: Id): Promise<void>;
  older(conversation: Id): Promise<void>;
  say(conversation: Id, mode: Mode, text: string): void;
  again(clientId: string): void;
  discard(clientId: string): void;
  /** True when the server kept it; a refusal is told and gives false. */
  act(conversation: Id, act: Act): Promise<boolean>;
  /** `gone` when somebody, or the clock, settled it first. */
  settle(conversation: Id, n: number, act: OnDraft): Promise<"done" | "gone" | "failed">;
  /** `backAt`: when somebody who goes away is back. */
  status(status: Status, backAt?: string): Promise<void>;
  typing(conversation: Id): void;
  looking(conversation: Id | null): void;
  /** Follows a conversation without a trace: nobody is told that it is looked at, nothing is marked as read. */
  peek(conversation: Id | null): void;
  /** Asks for the floor, of one team or of all (null), as long as somebody looks at it; undefined: no more. */
  watchFloor(team: Id | null | undefined): void;
  tell(told: Omit<Told, "id"> & { id?: string }): void;
  understood(id: string): void;
  nudge(): void;
  lost(): void;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  remove(path: string): Promise<void>;
  upload: Transport["upload"];
  /** Runs an action for the customer of a conversation; dry: tells what would be sent, and sends nothing. */
  run(conversation: Id, wish: Wish): Promise<{ n: number }>;
  dry(conversation: Id, wish: Wish): Promise<RunResult>;
  /** A run waits for approval, or a result can be taken back. */
  settleRun(conversation: Id, n: number, act: OnRun): Promise<"done" | "gone" | "failed">;
  /** The agent does not want to be reminded of it. Nobody else is told. */
  dismissHeadsUp(conversation: Id): void;
}
