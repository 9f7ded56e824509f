/**
 * A server that says what a script tells it, through the same seam as the real one (`Ends`).
 *
 * `scripted` feeds the frames of a scene and then goes quiet: the gallery and screenshots. `playing` answers what the
 * customer does, well enough to develop the panel without a server.
 */
import type { ClientFrame, CustomerEvent, CustomerView, ServerFrame } from "@segue/core/frames";
import type { Clock, SocketLike } from "@segue/core/connection";
import { browserClock } from "@segue/core/connection";
import type { Ends } from "../src/now.ts";
import type { Host } from "../src/host.ts";
import { type Language, languageOf, loadWords } from "../src/words.ts";
import { NOW, type Scene, branding } from "./scenes.ts";

export class MockSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown } & never) => void) | null = null;
  onclose: ((event: { code: number } & never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  heard: (frame: ClientFrame) => void = () => undefined;

  send(data: string): void {
    this.heard(JSON.parse(data) as ClientFrame);
  }

  close(): void {
    this.heard = () => undefined;
  }

  says(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }
}

export function openedHost(): Host {
  return {
    post: () => undefined,
    keep: () => undefined,
    opening: Promise.resolve({ kept: null, full: false, brand: null, accent: null }),
    onMessage: (listener) => listener({ type: "opened" }),
  };
}

const session = (language: Language) => ({ session: "s", conversation: "c_gallery", locale: language, branding: branding(language) });

/** Time stands still in the gallery, and timers that would change a scene never ring. */
const stillClock: Clock = { now: () => NOW, after: () => () => undefined };

/** Lets two attempts fail at once; after that nobody tries again. */
function clockForTwoTries(): Clock {
  let tries = 0;
  return {
    now: () => NOW,
    after: (ms, task) => {
      if (ms < 2_000 && (tries += 1) < 3) queueMicrotask(task);
      return () => undefined;
    },
  };
}

export function scripted(scene: Scene, language: Language): Ends {
  let ids = 0;
  return {
    startSession: () => (scene.id === "loading" ? new Promise(() => undefined) : Promise.resolve(session(language))),
    open: () => {
      const socket = new MockSocket();
      queueMicrotask(() => {
        if (scene.link === "never") return socket.onclose?.({ code: 1006 } as never);
        socket.onopen?.(undefined as never);
        for (const frame of scene.frames) socket.says(frame);
        if (scene.id === "failed") {
          socket.heard = (frame) => {
            if (frame.type === "say") socket.says({ type: "refused", client_id: frame.client_id, code: "too_long", message: "" });
          };
        }
      });
      return socket;
    },
    loadWords,
    languageOf,
    host: openedHost(),
    clock: scene.link === "never" ? clockForTwoTries() : stillClock,
    random: () => 0,
    newId: () => `m${(ids += 1)}`,
  };
}

/** Answers, finds a person after a while, who greets and closes when told "bye". */
export function playing(language: Language): Ends {
  const socket = new MockSocket();
  let seq = 0;
  let view: CustomerView = {
    key: "assistant", epoch: 1, owner: "bot", speaks: "assistant", name: null, initials: null, team: "Orders", place: null, eta_low_s: 45, eta_high_s: 60,
    eta_at: null, first_eta_low_s: null, first_eta_high_s: null, case: null, answer_by: null, opens_at: null, closed_for: "", people_online: true, email: null, choices: [],
    survey: false, can_ask_person: true, companion: true, preparing: false, fields: [],
    may_leave_solved: false, grew: 0, surge: false, slot: null, calls: 0, action: null, identity: { verified: false, asked: false, sent: false },
  };
  const event = (said: CustomerEvent) => socket.says({ type: "event", seq: (seq += 1), at: new Date().toISOString(), event: said });
  const become = (change: Partial<CustomerView>) => socket.says({ type: "state", state: (view = { ...view, ...change }) });
  const later = (ms: number, task: () => void) => setTimeout(task, ms);
  const fetchPerson = () => {
    become({ key: "finding", owner: "line", choices: ["leave_line"] });
    later(2_500, () => become({ key: "in_line", place: 2, eta_low_s: 60, eta_high_s: 120, choices: ["email", "callback", "leave_line"], can_ask_person: false }));
    later(8_000, () => {
      event({ kind: "agent_joined", name: "Sara", initials: "SK", team: "Orders", text: "Sara joined. The assistant is silent now" });
      become({ key: "joined", owner: "person", speaks: "person", name: "Sara", initials: "SK", place: null, choices: [] });
      event({ kind: "message", author: "agent", delivery: "sent", name: "Sara", text: "Hi, this is Sara. How can I help?" });
    });
  };
  socket.heard = (frame) => {
    if (frame.type === "say") {
      event({ kind: "message", author: "customer", delivery: "sent", text: frame.text, client_id: frame.client_id });
      socket.says({ type: "accepted", client_id: frame.client_id, seq });
      if (/person|human/i.test(frame.text) && view.owner === "bot") return fetchPerson();
      if (/bye/i.test(frame.text) && view.owner === "person") {
        event({ kind: "closed", outcome: "solved", text: "Sara closed this conversation" });
        return become({ key: "rating", owner: "nobody", speaks: "nobody", survey: true, case: "4812", can_ask_person: true });
      }
      const person = view.owner === "person";
      socket.says({ type: "typing", who: person ? "agent" : "bot", name: person ? "Sara" : null });
      later(900, () => event({ kind: "message", author: person ? "agent" : "bot", delivery: "sent", name: person ? "Sara" : "", text: person ? "I see." : "Parcels take 2–4 days." }));
    } else if (frame.type === "ask_person" || frame.type === "accept_person") fetchPerson();
    else if (frame.type === "choose" && frame.choice === "leave_line") become({ key: "left_line", owner: "bot", choices: [], can_ask_person: true });
    else if (frame.type === "choose") become({ key: frame.choice === "callback" ? "callback_booked" : "saved", owner: "later", case: "4812", answer_by: frame.at ?? null, email: frame.email ?? null, choices: [] });
    else if (frame.type === "rate") become({ key: "ended", survey: false });
    if ("client_id" in frame && frame.client_id && frame.type !== "say") socket.says({ type: "accepted", client_id: frame.client_id, seq });
    if (frame.type === "ping") socket.says({ type: "pong" });
  };
  return {
    startSession: () => Promise.resolve(session(language)),
    open: () => {
      queueMicrotask(() => {
        socket.onopen?.(undefined as never);
        socket.says({ type: "hello", conversation: "c_mock", seq, state: view });
      });
      return socket;
    },
    loadWords,
    languageOf,
    host: openedHost(),
    clock: browserClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
  };
}
