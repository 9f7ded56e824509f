/**
 * What an agent writes is shown at once and sent in order, one after the other in each conversation,
 * with the same `client_id` until the server has it: a drop in between, or a reload, can neither lose
 * it nor send it twice. A refusal keeps the text and says why.
 */

import { now } from "../core/clock.ts";
import type { Mode } from "../core/drafts.ts";
import { newId } from "../core/ids.ts";
import type { Observable } from "../core/observable.ts";
import { readStored, writeStored } from "../core/storage.ts";
import type { Desk, Echo } from "../state/desk.ts";
import type { Frame } from "../state/frames.ts";
import { Refused, type Transport } from "./transport.ts";
import type { Id, Kept } from "./types.ts";

const KEY = "segue.outbox";
const TRY_AGAIN_MS = 3000;
const ROADS: Readonly<Record<Mode, string>> = { reply: "messages", note: "notes", whisper: "whisper" };

export interface Outbox {
  say(conversation: Id, mode: Mode, text: string, epoch: number): void;
  again(clientId: string, epochOf: (conversation: Id) => number): void;
  /** Everything that waits, now: the connection is back. */
  flush(): void;
  /** What was on its way when the page was closed. */
  restore(): void;
  forget(): void;
}

export interface OutboxNeeds {
  transport: Transport;
  desk: Observable<Desk>;
  put(frame: Frame): void;
  /** The conversation is somebody else's now: what the screen shows is old. */
  onStale(conversation: Id): void;
  onUnreachable(): void;
}

interface Waiting {
  agent: Id;
  echoes: readonly Echo[];
}

export function outboxOver({ transport, desk, put, onStale, onUnreachable }: OutboxNeeds): Outbox {
  const sending = new Set<Id>();
  let stored = desk.get().outbox;

  desk.subscribe(() => {
    const { outbox, me } = desk.get();
    if (outbox === stored) return;
    stored = outbox;
    // A session that ended empties the screen, not the drawer: it is sent after the next sign-in.
    if (me === null) return;
    const echoes = outbox.filter((echo) => echo.state !== "kept");
    writeStored(KEY, echoes.length === 0 ? null : ({ agent: me.id, echoes } satisfies Waiting));
  });

  async function sendNext(conversation: Id): Promise<void> {
    if (sending.has(conversation)) return;
    const echo = desk.get().outbox.find((one) => one.conversation === conversation && one.state === "pending");
    if (echo === undefined) return;
    sending.add(conversation);
    const waitMs = await sent(echo);
    sending.delete(conversation);
    if (waitMs === 0) void sendNext(conversation);
    else setTimeout(() => void sendNext(conversation), waitMs);
  }

  /** Zero when it is settled, one way or the other; else how long to wait before the next try. */
  async function sent({ conversation, mode, text, epoch, clientId }: Echo): Promise<number> {
    const road = `/conversations/${encodeURIComponent(conversation)}/${ROADS[mode]}`;
    try {
      const kept = await transport.request<Kept>("POST", road, { text, client_id: clientId, ...(mode === "whisper" ? {} : { epoch }) });
      put({ type: "kept", conversation, ...kept });
      put({ type: "accepted", client_id: clientId, ...kept });
      return 0;
    } catch (error) {
      if (error instanceof Refused && !error.passing) {
        put({ type: "refused", client_id: clientId, code: error.code, message: error.message });
        onStale(conversation);
        return 0;
      }
      if (error instanceof Refused) return (error.problem.retry_after_s ?? 3) * 1000;
      onUnreachable();
      return TRY_AGAIN_MS;
    }
  }

  return {
    say(conversation, mode, text, epoch) {
      const at = new Date(now()).toISOString();
      put({ type: "echo", echo: { clientId: newId(), conversation, mode, text, at, epoch, state: "pending" } });
      void sendNext(conversation);
    },
    again(clientId, epochOf) {
      const echo = desk.get().outbox.find((one) => one.clientId === clientId);
      if (echo === undefined) return;
      put({ type: "again", clientId, epoch: epochOf(echo.conversation) });
      void sendNext(echo.conversation);
    },
    flush() {
      const waiting = desk.get().outbox.filter((echo) => echo.state === "pending");
      for (const conversation of new Set(waiting.map((echo) => echo.conversation))) void sendNext(conversation);
    },
    restore() {
      const waiting = readStored<Waiting>(KEY);
      if (waiting === null || waiting.agent !== desk.get().me?.id) return;
      for (const echo of waiting.echoes) put({ type: "echo", echo });
    },
    forget: () => writeStored(KEY, null),
  };
}
