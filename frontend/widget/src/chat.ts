/**
 * The conversation behind the panel: session, socket, unsent words and what the screen shows now.
 *
 * Everything outside comes in as `Ends` (network, host page, clock), so the gallery and the tests run the same class
 * with a scripted server. The panel reads `now` and calls the verbs; each change makes a new `now` and tells it.
 */

import { apply, isMessage } from "@segue/core/apply";
import { Connection, type ConnectionStatus } from "@segue/core/connection";
import type { Branding, Choice, ClientFrame, ServerFrame } from "@segue/core/frames";
import { again, keep, takeUp, unsent, written } from "@segue/core/outgoing";
import { emptyChat } from "@segue/core/state";
import type { ToFrame } from "./messages.ts";
import { type Ends, type Now, MAX_LENGTH, SessionRefused, type Sheet, hasDetails } from "./now.ts";
import { type Language, type LaterWords, type Words, withLater } from "./words.ts";

const SESSION_OVER = 4401;
const IN_LINE = new Set<string>(["in_line", "in_line_next", "in_line_longer"]);
const LINK_PATIENCE_MS = 2_500;
const BACK_SHOWN_MS = 4_000;
const TYPING_EVERY_MS = 3_000;
const SEEN_AFTER_MS = 150;

type Command = Exclude<ClientFrame, { type: "say" | "typing" | "seen" | "ping" }>;

export class Chat {
  now: Now;

  readonly #ends: Ends;
  readonly #connection: Connection<ServerFrame, ClientFrame>;
  readonly #listeners = new Set<() => void>();
  #session: string | null = null;
  #identity: string | null = null;
  #locale: string;
  #sessionIsGood = false;
  #failures = 0;
  #wasUp = false;
  #later: Command[] = [];
  #purpose = new Map<string, string>();
  #typedAt = 0;
  #seenUpTo = 0;
  /** Everything up to here was said before we listened. */
  #toldUpTo = 0;
  #unread = 0;
  #cancelKeep: (() => void) | null = null;
  #cancelSeen: (() => void) | null = null;
  #cancelLink: (() => void) | null = null;

  constructor(ends: Ends, words: Words, options: { locale: string; theme: Now["theme"]; branding: Branding }) {
    this.#ends = ends;
    this.#locale = options.locale;
    this.now = {
      phase: "loading",
      chat: emptyChat,
      words,
      language: ends.languageOf(options.locale),
      branding: options.branding,
      link: "up",
      open: false,
      full: false,
      theme: options.theme,
      large: false,
      draft: "",
      details: true,
      sheet: null,
      alert: null,
      busy: [],
      done: [],
      time: ends.clock.now(),
    };
    this.#connection = new Connection<ServerFrame, ClientFrame>({
      url: () => this.#haveSession(),
      open: (session) => ends.open(session, this.now.chat.seq),
      onFrame: (frame) => this.#heard(frame),
      onStatus: (status) => this.#linkIs(status),
      onClose: (code) => {
        this.#failures += 1;
        // The session is over (or its server forgot it): begin anew, with the old one as a hint.
        if (code === SESSION_OVER || this.#failures % 3 === 0) this.#sessionIsGood = false;
        if (!this.#wasUp && this.#failures >= 2) this.#set({ phase: "broken" });
        return "again";
      },
      clock: ends.clock,
      random: ends.random,
    });
    void ends.host.opening.then((opening) => {
      this.#takeUp(opening.kept);
      const { full, brand, accent } = opening;
      this.#set({ full, branding: { ...this.now.branding, ...(brand ? { brand, ...(accent ? { accent } : {}) } : {}) } });
      ends.host.onMessage((message) => this.#told(message));
      // A conversation that goes on is listened to at once, so that an answer can be counted on the closed launcher.
      if (this.#session) this.#connection.start();
    });
  }

  /** The secret of this conversation, for what is asked beside the socket. */
  get session(): string | null {
    return this.#session;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // --- what the customer does ---------------------------------------------------------------------

  say(text: string): void {
    const words = text.trim();
    if (!words || words.length > MAX_LENGTH) return;
    const id = this.#ends.newId();
    this.#set({
      chat: { ...this.now.chat, outbox: written(this.now.chat.outbox, id, words, this.#ends.clock.now()) },
      draft: "",
      details: false,
      sheet: null,
      alert: null,
    });
    this.#typedAt = 0;
    this.#connection.start();
    this.#connection.send({ type: "say", client_id: id, text: words });
    this.#keep();
  }

  retry(clientId: string): void {
    this.#set({ chat: { ...this.now.chat, outbox: again(this.now.chat.outbox, clientId) }, alert: null });
    this.#sendUnsent();
  }

  write(draft: string): void {
    this.#set({ draft });
    const time = this.#ends.clock.now();
    if (draft && time - this.#typedAt > TYPING_EVERY_MS && this.#connection.send({ type: "typing" })) this.#typedAt = time;
    this.#cancelKeep?.();
    this.#cancelKeep = this.#ends.clock.after(300, () => this.#keep());
  }

  askPerson(): void {
    this.#command({ type: "ask_person" });
    this.#set({ details: true, sheet: null });
  }

  choose(choice: Choice, more: { email?: string; text?: string; phone?: string; at?: string } = {}): string {
    return this.#command({ type: "choose", choice, ...more });
  }

  /** Anything that the customer does with a button and that needs no more than saying so. */
  act(frame: Command): string {
    return this.#command(frame);
  }

  show(sheet: Sheet): void {
    this.#set({ sheet, details: true, alert: null });
  }

  toggleDetails(): void {
    this.#set({ details: !this.now.details, sheet: null });
  }

  toggleLarge(): void {
    this.#set({ large: !this.now.large });
    this.#keep();
  }

  close(): void {
    this.#ends.host.post({ type: "close" });
  }

  tryAgain(): void {
    this.#set({ phase: "loading" });
    this.#failures = 0;
    this.#connection.stop();
    this.#connection.start();
  }

  /** The words of the later parts have come. */
  learn(language: Language, more: LaterWords): void {
    if (language === this.now.language) this.#set({ words: withLater(this.now.words, more) });
  }

  nudge(): void {
    this.#connection.nudge();
  }

  deviceIs(online: boolean): void {
    if (online) return this.#connection.nudge();
    this.#connection.lost();
    this.#set({ link: "offline" });
  }

  /** Passing things (typing cues, "updated 2 min ago") move with the clock. */
  tick(): void {
    this.#set({ time: this.#ends.clock.now() });
  }

  seen(): void {
    const { chat, open } = this.now;
    if (!open || chat.seq <= this.#seenUpTo) return;
    if (this.#connection.send({ type: "seen", seq: chat.seq })) {
      this.#seenUpTo = chat.seq;
      this.#keep();
    }
  }

  // --- what the host page says --------------------------------------------------------------------

  #told(message: ToFrame): void {
    switch (message.type) {
      case "opened":
        this.#unread = 0;
        this.#ends.host.post({ type: "unread", count: 0, label: "" });
        this.#set({ open: true });
        this.#connection.start();
        this.#connection.nudge();
        return;
      case "closed":
        return this.#set({ open: false });
      case "full":
        return this.#set({ full: message.full });
      case "theme":
        return this.#set({ theme: message.theme });
      case "ask":
        return this.say(message.text);
      case "person":
        this.#connection.start();
        return this.askPerson();
      case "identify":
        // Signed out: what was said as that customer is nobody's business here any more.
        if (!message.token) this.#session = null;
        this.#identity = message.token || null;
        return this.#again();
      case "context":
        for (const [field, value] of Object.entries(message.context)) {
          if (typeof value === "string") this.#command({ type: "answer_field", field, value }, "context");
        }
        return;
      case "locale":
        return void this.#speak(message.locale);
      case "init":
        return;
      default:
        message satisfies never;
    }
  }

  async #speak(locale: string): Promise<void> {
    const language = this.#ends.languageOf(locale);
    const words = await this.#ends.loadWords(language);
    this.#locale = locale;
    this.#set({ language, words });
    if (this.#session) this.#again();
  }

  /** Opens the socket anew with what changed about the customer. */
  #again(): void {
    this.#sessionIsGood = false;
    if (this.#connection.status === "stopped") return;
    this.#connection.stop();
    this.#connection.start();
  }

  // --- session and socket -------------------------------------------------------------------------

  async #haveSession(): Promise<string> {
    if (this.#session && this.#sessionIsGood) return this.#session;
    try {
      const made = await this.#ends.startSession({ resume: this.#session, identity: this.#identity, locale: this.#locale });
      this.#session = made.session;
      if (made.identity?.code) this.#ends.host.post({ type: "happened", name: "error", detail: made.identity });
      this.#sessionIsGood = true;
      if (this.now.chat.conversation !== made.conversation) this.#set({ chat: { ...emptyChat, outbox: this.now.chat.outbox } });
      this.#set({ branding: { ...this.now.branding, ...made.branding } });
      this.#keep();
      return made.session;
    } catch (error) {
      if (error instanceof SessionRefused) this.#set({ phase: "broken" });
      throw error;
    }
  }

  /** A short break is nobody's business; one that lasts, over however many attempts, is said. */
  #linkIs(status: ConnectionStatus): void {
    if (status === "online" || status === "stopped" || !this.#wasUp || this.now.link === "offline" || this.#cancelLink) return;
    this.#cancelLink = this.#ends.clock.after(LINK_PATIENCE_MS, () => this.#set({ link: "down" }));
  }

  #heard(frame: ServerFrame): void {
    const before = this.now;
    const chat = apply(before.chat, frame, this.#ends.clock.now());
    this.#set({ chat, time: this.#ends.clock.now() });
    if (frame.type === "hello") {
      this.#toldUpTo = frame.seq;
      if (this.#seenUpTo > frame.seq) this.#seenUpTo = 0;
      this.#isUp();
    }
    if (frame.type === "hello" || frame.type === "state") this.#viewChanged(before);
    if (frame.type === "event") this.#happened(frame.event, frame.seq);
    if (frame.type === "accepted") this.#answered(frame.client_id, null);
    if (frame.type === "refused" && frame.client_id) this.#answered(frame.client_id, frame);
  }

  #isUp(): void {
    const wasDown = this.now.link !== "up";
    this.#cancelLink?.();
    this.#cancelLink = null;
    this.#wasUp = true;
    this.#failures = 0;
    this.#set({ phase: "ready", link: wasDown ? "back" : "up" });
    if (wasDown) {
      this.#ends.clock.after(BACK_SHOWN_MS, () => {
        if (this.now.link === "back") this.#set({ link: "up" });
      });
    }
    this.#sendUnsent();
    for (const command of this.#later.splice(0)) this.#connection.send(command);
    this.seen();
  }

  #sendUnsent(): void {
    for (const line of unsent(this.now.chat.outbox)) {
      this.#connection.send({ type: "say", client_id: line.clientId, text: line.text });
    }
    this.#keep();
  }

  #viewChanged(before: Now): void {
    const from = before.chat.view?.key;
    const to = this.now.chat.view?.key;
    if (from === to || !to) return;
    const stillInLine = IN_LINE.has(from ?? "") && IN_LINE.has(to) && to !== "in_line_longer";
    if (!stillInLine) this.#set({ details: hasDetails(to), sheet: null });
    this.#keep();
    this.#ends.host.post({ type: "happened", name: `handoff:${to}`, detail: { state: to } });
  }

  #happened(event: Parameters<typeof isMessage>[0], seq: number): void {
    if (!isMessage(event)) return;
    if (event.author === "customer") return this.#keep();
    if (seq > this.#toldUpTo) {
      if (event.author === "bot" && hasDetails(this.now.chat.view?.key)) this.#set({ details: false });
      this.#ends.host.post({ type: "happened", name: "message", detail: { author: event.author } });
    }
    if (this.now.open) {
      // One receipt for a burst, not one for each line of it.
      this.#cancelSeen?.();
      this.#cancelSeen = this.#ends.clock.after(SEEN_AFTER_MS, () => this.seen());
      return;
    }
    if (seq <= this.#seenUpTo) return;
    this.#unread += 1;
    const label = this.now.words.panel.unread.replace("{n}", String(this.#unread));
    this.#ends.host.post({ type: "unread", count: this.#unread, label });
  }

  #answered(clientId: string, no: Extract<ServerFrame, { type: "refused" }> | null): void {
    const purpose = this.#purpose.get(clientId);
    const { busy, done, words } = this.now;
    this.#purpose.delete(clientId);
    this.#set({ busy: busy.filter((id) => id !== clientId), done: no || !purpose ? done : [...done, clientId] });
    this.#keep();
    if (!no || purpose === "context") return;
    this.#ends.host.post({ type: "happened", name: "error", detail: { code: no.code } });
    // "Not right now" is not a failure: the words wait and go again by themselves.
    if (no.retry_after_s != null && !purpose) this.#ends.clock.after(no.retry_after_s * 1_000, () => this.#sendUnsent());
    else this.#set({ alert: no.message || words.states.send_failed.sr });
  }

  #command(frame: Command, purpose = "act"): string {
    const id = this.#ends.newId();
    const command = { ...frame, client_id: id };
    this.#purpose.set(id, purpose);
    this.#set({ busy: [...this.now.busy, id], alert: null });
    this.#connection.start();
    if (!this.#connection.send(command)) this.#later.push(command);
    return id;
  }

  // --- keeping -------------------------------------------------------------------------------------

  #keep(): void {
    const { draft, chat, large, branding } = this.now;
    const owner = chat.view?.owner;
    // `live`: somebody may answer, so the loader listens on the next page too. Branding: the way to reach a person without us.
    const live = owner === "line" || owner === "person";
    this.#ends.host.keep(JSON.stringify({ session: this.#session, draft, outbox: keep(chat.outbox), large, live, branding, seen: this.#seenUpTo }));
  }

  #takeUp(kept: string | null): void {
    try {
      const { session, draft, outbox, large, branding, seen } = JSON.parse(kept ?? "{}") as Record<string, unknown>;
      this.#session = typeof session === "string" ? session : null;
      this.#seenUpTo = typeof seen === "number" ? seen : 0;
      this.#set({
        branding: { ...this.now.branding, ...(typeof branding === "object" ? branding : {}) },
        draft: typeof draft === "string" ? draft.slice(0, MAX_LENGTH) : "",
        large: large === true,
        chat: { ...this.now.chat, outbox: takeUp(outbox) },
      });
    } catch {
      // Somebody else wrote there: begin anew.
    }
  }

  #set(change: Partial<Now>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.#listeners) listener();
  }
}
