/**
 * The customer's wire under the names that the panel uses. The shapes are generated from the server's own
 * (`frames.gen.ts`, by tools/gen_frames.py): it decides, this follows, and no shape is written twice.
 *
 * The server speaks in frames (`type`); a frame of type `event` carries one event of the journal (`kind`). Lines that a
 * customer reads arrive already worded in their language (`text`), so a new kind of event needs no new client.
 */

import type * as wire from "./frames.gen.ts";

export type { Session } from "./frames.gen.ts";

/** What the customer should see now. Times are ISO 8601 UTC, waits are seconds. */
export type CustomerView = wire.State;
export type StateKey = CustomerView["key"];
export type Choice = CustomerView["choices"][number];
export type WantedField = wire.WantedField;

export type Source = wire.SourceRef;
export type MessageEvent = wire.Message;
export type CustomerEvent = wire.EventFrame["event"];

/** Everything in the thread that is not a message: a line, or nothing to see. */
export type LineEvent = Exclude<CustomerEvent, MessageEvent>;

export type ServerFrame = wire.CustomerTold;
export type ClientFrame = wire.CustomerSays;

/** How the company looks and can be reached. Before the session has answered only the name may be known. */
export type Branding = Pick<wire.Branding, "brand"> & Partial<wire.Branding>;
