/** What an item and a source say of themselves, and what somebody is writing. Pure. */

import type { FullItem, ItemDraft, KnowledgeItem, KnowledgeSource } from "../../api/knowledge.ts";
import type { Role } from "../../api/types.ts";

export interface Words {
  title: string;
  body: string;
  examples: readonly string[];
}

/** What somebody is writing, and the version it was begun on. */
export interface Edit extends Words {
  version: number;
}

export type Mark = "draft" | "off" | "stale" | "live";

export function markOf(item: Pick<KnowledgeItem, "draft" | "on" | "stale">): Mark {
  if (item.draft !== null) return "draft";
  if (!item.on) return "off";
  return item.stale ? "stale" : "live";
}

const MONTH_MS = 30.44 * 86_400_000;

/** Whole months since somebody looked at it. */
export function monthsSince(at: string | null, now: number): number {
  if (at === null) return 0;
  return Math.max(0, Math.floor((now - Date.parse(at)) / MONTH_MS));
}

/** The words to show: what is being written, else the draft, else what is live. */
export function wordsOf(item: FullItem, edit: Edit | undefined): Words {
  return edit ?? item.draft ?? { title: item.title, body: item.body, examples: item.examples };
}

export function sameWords(one: Words, other: Words): boolean {
  return one.title === other.title && one.body === other.body && one.examples.length === other.examples.length && one.examples.every((example, n) => example === other.examples[n]);
}

/** Phrasings without the empty ones, each once. */
export function tidy(examples: readonly string[]): string[] {
  return [...new Set(examples.map((example) => example.trim()).filter((example) => example !== ""))];
}

export const ENOUGH_EXAMPLES = 5;

/** Nobody wrote this draft: it is what the item's source says now, while what is live was changed by hand. */
export function fromSource(draft: ItemDraft | null): boolean {
  return draft !== null && draft.by === "";
}

/** It was never live: all there is of it is its draft. */
export function neverLive(item: Pick<FullItem, "body" | "draft">): boolean {
  return item.draft !== null && item.body.trim() === "";
}

/** How far a reading is, 0 to 1; null while nobody knows how much there is. */
export function shareOf({ sync }: Pick<KnowledgeSource, "sync">): number | null {
  return sync.total === 0 ? null : Math.min(1, sync.done / sync.total);
}

export interface Rights {
  /** Change items and drafts. */
  edit: boolean;
  /** Make drafts live; add, read anew and remove sources. */
  publish: boolean;
}

export function rightsOf(role: Role | undefined): Rights {
  return { edit: role !== undefined && role !== "agent", publish: role === "manager" || role === "admin" };
}

/** The name of a site without what everybody leaves out. */
export function siteName(address: string): string {
  try {
    const url = new URL(address);
    return (url.host + url.pathname).replace(/^www\./u, "").replace(/\/$/u, "");
  } catch {
    return address;
  }
}

/** Addresses are typed without their scheme. */
export function asAddress(typed: string): string {
  const text = typed.trim();
  return text === "" || /^[a-z]+:\/\//iu.test(text) ? text : `https://${text}`;
}
