/**
 * One socket that mends itself.
 *
 * The connection knows nothing of what it carries: frames in, frames out, both JSON. It keeps a heartbeat, notices that
 * the machine slept, and after a drop tries again with full-jitter back-off (a random wait below a ceiling that doubles
 * up to 30 s), so that ten thousand clients do not come back in the same second. What was missed in between is the
 * caller's to ask for: `url()` is called before every attempt and carries the last seq or cursor.
 *
 * Clock, randomness and socket are passed in; the tests drive all three by hand. In a browser use `browserClock` and
 * `(url) => new WebSocket(url)`, and call `nudge()` on `online` and when the page becomes visible again.
 */

export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown } & never) => void) | null;
  onclose: ((event: { code: number } & never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface Clock {
  now(): number;
  /** Runs `task` once after `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const id = setTimeout(task, ms);
    return () => clearTimeout(id);
  },
};

/** `waiting`: between attempts. `stopped`: nobody will try again by itself. */
export type ConnectionStatus = "connecting" | "online" | "waiting" | "stopped";

export interface ConnectionOptions<In> {
  /** Asked before every attempt, so that it can carry the newest `after=`. A rejection counts as a failed attempt. */
  url: () => string | Promise<string>;
  open: (url: string) => SocketLike;
  onFrame: (frame: In) => void;
  onStatus?: (status: ConnectionStatus) => void;
  /** After a close: go on trying, or stop (a session that ended, a page that was signed out). Default: go on. */
  onClose?: (code: number) => "again" | "stop";
  clock?: Clock;
  random?: () => number;
  heartbeatMs?: number;
  answerMs?: number;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** Timers of a hidden page may be held back for a minute; only beyond that did the machine sleep. */
const SLEPT_MS = 90_000;
/** A connection that lived this long was good: the next drop starts again with short waits. */
const GOOD_MS = 5_000;
const NUDGE_ANSWER_MS = 3_000;

/** The wait before attempt `n` (0, 1, 2 …): anything below a doubling ceiling. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}

export class Connection<In extends { type: string }, Out extends { type: string }> {
  status: ConnectionStatus = "stopped";

  readonly #options: ConnectionOptions<In>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #heartbeatMs: number;
  readonly #answerMs: number;
  #socket: SocketLike | null = null;
  #run = 0;
  #attempt = 0;
  #openedAt = 0;
  #heardAt = 0;
  #tickedAt = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelBeat: (() => void) | null = null;
  #cancelAnswer: (() => void) | null = null;

  constructor(options: ConnectionOptions<In>) {
    this.#options = options;
    this.#clock = options.clock ?? browserClock;
    this.#random = options.random ?? Math.random;
    this.#heartbeatMs = options.heartbeatMs ?? 20_000;
    this.#answerMs = options.answerMs ?? 10_000;
  }

  start(): void {
    if (this.status === "stopped") this.#connect();
  }

  stop(): void {
    this.#letGo(1000);
    this.#say("stopped");
  }

  /** False when there is no open socket: the caller keeps what it wanted to send. */
  send(frame: Out): boolean {
    if (this.status !== "online" || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Something changed outside (network back, page visible): try now, or check that the socket still lives. */
  nudge(): void {
    if (this.status === "waiting") {
      this.#attempt = 0;
      this.#connect();
    } else if (this.status === "online") {
      this.#ask(NUDGE_ANSWER_MS);
    }
  }

  /** The device says it is offline: do not wait for the heartbeat to find out. */
  lost(): void {
    if (this.status === "online" || this.status === "connecting") this.#dropped(1006);
  }

  async #connect(): Promise<void> {
    this.#letGo();
    const run = this.#run;
    this.#say("connecting");
    try {
      const url = await this.#options.url();
      if (run !== this.#run) return;
      this.#attach(this.#options.open(url), run);
    } catch {
      if (run === this.#run) this.#dropped(1006);
    }
  }

  #attach(socket: SocketLike, run: number): void {
    const mine = () => run === this.#run;
    this.#socket = socket;
    // A handshake that is neither taken nor refused must not hold us for ever.
    this.#cancelAnswer = this.#clock.after(this.#answerMs, () => mine() && this.#dropped(1006));
    socket.onopen = () => {
      if (!mine()) return;
      this.#openedAt = this.#heardAt = this.#clock.now();
      this.#heard();
      this.#say("online");
      this.#beat();
    };
    socket.onmessage = (event: { data: unknown }) => {
      if (!mine()) return;
      this.#heardAt = this.#clock.now();
      this.#heard();
      const frame = parse<In>(event.data);
      if (frame && frame.type !== "pong") this.#options.onFrame(frame);
    };
    socket.onclose = (event: { code: number }) => mine() && this.#dropped(event.code);
    socket.onerror = null;
  }

  #dropped(code: number): void {
    const lived = this.status === "online" ? this.#clock.now() - this.#openedAt : 0;
    this.#letGo();
    if (lived >= GOOD_MS) this.#attempt = 0;
    if (this.#options.onClose?.(code) === "stop") return this.#say("stopped");
    this.#say("waiting");
    const run = this.#run;
    this.#cancelRetry = this.#clock.after(backoff(this.#attempt, this.#random), () => {
      if (run === this.#run) void this.#connect();
    });
    this.#attempt += 1;
  }

  #beat(): void {
    this.#tickedAt = this.#clock.now();
    this.#cancelBeat = this.#clock.after(this.#heartbeatMs, () => {
      const now = this.#clock.now();
      // The timer came far too late: the machine slept, and the socket may be a corpse that never says so.
      if (now - this.#tickedAt > this.#heartbeatMs + SLEPT_MS) return void this.#connect();
      if (now - this.#heardAt >= this.#heartbeatMs) this.#ask(this.#answerMs);
      this.#beat();
    });
  }

  #ask(withinMs: number): void {
    this.#heard();
    this.#cancelAnswer = this.#clock.after(withinMs, () => this.#dropped(1006));
    this.#socket?.send('{"type":"ping"}');
  }

  #heard(): void {
    this.#cancelAnswer?.();
    this.#cancelAnswer = null;
  }

  /** Forgets the socket and every timer; whatever they still say belongs to an earlier run. */
  #letGo(code?: number): void {
    this.#run += 1;
    this.#cancelRetry?.();
    this.#cancelBeat?.();
    this.#heard();
    this.#cancelRetry = this.#cancelBeat = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    try {
      socket.close(code);
    } catch {
      // A socket that cannot be closed is already gone.
    }
  }

  #say(status: ConnectionStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.#options.onStatus?.(status);
  }
}

function parse<In extends { type: string }>(data: unknown): In | null {
  if (typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && typeof (frame as In).type === "string" ? (frame as In) : null;
  } catch {
    return null;
  }
}
