/**
 * What the customer wrote and the server has not yet confirmed: the local echo.
 *
 * pending → (accepted) confirmed, with the seq it got → leaves the list when its event arrives
 *        → (refused)  failed, stays on screen with its reason until the customer tries again
 *
 * Every line has a `client_id` made once, when it is written. Sending it twice is harmless: the server answers a repeat
 * with the same seq. So after a reload or a drop everything unconfirmed is simply sent again, in order.
 */

export interface Outgoing {
  readonly clientId: string;
  readonly text: string;
  /** Milliseconds since 1970 when it was written. */
  readonly at: number;
  readonly status: "pending" | "confirmed" | "failed";
  readonly seq?: number;
  readonly code?: string;
}

export type Outbox = readonly Outgoing[];

export function written(outbox: Outbox, clientId: string, text: string, at: number): Outbox {
  return outbox.some((line) => line.clientId === clientId)
    ? outbox
    : [...outbox, { clientId, text, at, status: "pending" }];
}

export function accepted(outbox: Outbox, clientId: string, seq: number): Outbox {
  return change(outbox, clientId, (line) => ({ clientId, text: line.text, at: line.at, status: "confirmed", seq }));
}

/** A refusal that passes by itself leaves the line pending: it is sent again later. */
export function refused(outbox: Outbox, clientId: string, code: string, passes: boolean): Outbox {
  return change(outbox, clientId, (line) => (passes ? line : { ...line, status: "failed", code }));
}

/** The event of the line arrived: the journal shows it now. */
export function shown(outbox: Outbox, clientId: string): Outbox {
  return outbox.some((line) => line.clientId === clientId) ? outbox.filter((line) => line.clientId !== clientId) : outbox;
}

export function again(outbox: Outbox, clientId: string): Outbox {
  return change(outbox, clientId, (line) => ({ clientId, text: line.text, at: line.at, status: "pending" }));
}

export function unsent(outbox: Outbox): Outbox {
  return outbox.filter((line) => line.status === "pending");
}

/** For keeping across a reload. Confirmed lines are on the server and need no keeping. */
export function keep(outbox: Outbox): string {
  return JSON.stringify(outbox.filter((line) => line.status !== "confirmed"));
}

/** Takes back what was kept; anything that does not look like an outbox is dropped. */
export function takeUp(kept: unknown): Outbox {
  if (typeof kept !== "string") return [];
  try {
    const lines: unknown = JSON.parse(kept);
    return Array.isArray(lines) ? lines.filter(isLine).map((line) => again([line], line.clientId)[0] ?? line) : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is Outgoing {
  const line = value as Partial<Outgoing> | null;
  return (
    typeof line === "object" &&
    line !== null &&
    typeof line.clientId === "string" &&
    typeof line.text === "string" &&
    typeof line.at === "number"
  );
}

function change(outbox: Outbox, clientId: string, how: (line: Outgoing) => Outgoing): Outbox {
  return outbox.map((line) => (line.clientId === clientId ? how(line) : line));
}
