/**
 * What was typed and not sent, for each conversation and each mode. Changing from reply to note never
 * carries text along: a note that becomes a reply by accident is the mistake this file exists to prevent.
 */

import { observable } from "./observable.ts";
import { readStored, writeStored } from "./storage.ts";

/** Conversations and people are known by opaque ids. */
type Id = string;

/** A reply the customer reads, a note the team does, a whisper only the one who has the conversation. */
export type Mode = "reply" | "note" | "whisper";
export type Drafts = Readonly<Record<string, string>>;

const KEY = "segue.drafts";
const OWNER = "segue.drafts.owner";
const MOST_KEPT = 200;

export const drafts = observable<Drafts>(readStored<Drafts>(KEY) ?? {});

const slot = (conversation: Id, mode: Mode): string => `${mode}:${conversation}`;

export function draftOf(all: Drafts, conversation: Id, mode: Mode): string {
  return all[slot(conversation, mode)] ?? "";
}

export function keepDraft(conversation: Id, mode: Mode, text: string): void {
  drafts.set((all) => {
    const { [slot(conversation, mode)]: _old, ...rest } = all;
    if (text === "") return rest;
    // The newest stands last, so that the oldest fall out first.
    const kept = Object.entries({ ...rest, [slot(conversation, mode)]: text }).slice(-MOST_KEPT);
    return Object.fromEntries(kept);
  });
  writeStored(KEY, drafts.get());
}

/** Drafts are one person's: somebody else on this computer neither sees nor sends them. */
export function claimDrafts(agent: Id): void {
  const owner = readStored<Id>(OWNER);
  if (owner !== null && owner !== agent) forgetDrafts();
  writeStored(OWNER, agent);
}

/** Signing out on a shared computer must not leave half-written answers for the next person. */
export function forgetDrafts(): void {
  drafts.set({});
  writeStored(KEY, null);
}
