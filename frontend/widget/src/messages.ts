/**
 * What the loader (on the host page) and the frame (on Segue's origin) say to each other by postMessage.
 *
 * Every message carries `segue: 1` and goes to one exact origin; both sides also check the window it came from.
 */

export interface Opening {
  /** What the frame asked the loader to keep, as it was: session, draft, unsent lines. The host's storage holds it. */
  kept: string | null;
  full: boolean;
  /** What the launcher knows already: name and colour of the company. */
  brand: string | null;
  accent: string | null;
}

export type ToFrame =
  | ({ type: "init" } & Opening)
  | { type: "opened" }
  | { type: "closed" }
  | { type: "full"; full: boolean }
  | { type: "ask"; text: string }
  | { type: "person" }
  | { type: "identify"; token: string }
  | { type: "context"; context: Record<string, string> }
  | { type: "locale"; locale: string }
  | { type: "theme"; theme: "light" | "dark" | "auto" };

export type ToLoader =
  | { type: "ready" }
  | { type: "close" }
  | { type: "keep"; value: string | null }
  | { type: "unread"; count: number; label: string }
  | { type: "happened"; name: string; detail?: unknown };

export type Posted<Message> = Message & { segue: 1 };

/** The message, if it is one of ours from the window and origin that we expect; else null. */
export function received<Message>(event: MessageEvent, from: unknown, origin: string): Message | null {
  if (event.source !== from || event.origin !== origin) return null;
  const data: unknown = event.data;
  return typeof data === "object" && data !== null && (data as { segue?: unknown }).segue === 1 ? (data as Message) : null;
}
