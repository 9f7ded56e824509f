/** Everything that can happen to the screen: the server's frames, and what happens only here. */

import type {
  AEvent,
  Agent,
  Id,
  Page,
  ServerFrame,
  Snapshot,
  Status,
  Verdict,
  ViewName,
} from "../api/types.ts";
import type { Echo, Link, Told } from "./desk.ts";

export type LocalFrame =
  | { type: "signed_in"; agent: Agent }
  | { type: "signed_out"; ended: boolean }
  | { type: "link"; link: Link }
  | { type: "listed"; view: ViewName; page: Page }
  | { type: "opened"; snapshot: Snapshot }
  | { type: "history"; conversation: Id; events: AEvent[]; complete: boolean }
  | { type: "caught_up"; conversation: Id; events: AEvent[] }
  | { type: "echo"; echo: Echo }
  | { type: "again"; clientId: string; epoch: number }
  | { type: "discarded"; clientId: string }
  | { type: "kept"; conversation: Id; seq: number; epoch: number }
  | { type: "looked"; conversation: Id }
  | { type: "judged"; conversation: Id; verdict: Verdict }
  | { type: "status"; status: Status }
  | { type: "heads_up_dismissed"; conversation: Id }
  | { type: "tell"; told: Told }
  | { type: "understood"; id: string }
  | { type: "typed"; conversation: Id; who: string; name: string | null; now: number }
  | { type: "tick"; now: number };

export type Frame = ServerFrame | LocalFrame;
