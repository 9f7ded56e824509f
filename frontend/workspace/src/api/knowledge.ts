/** What the assistant answers from, as it travels. Dates without a time (`review`) are days. */

import type { Id, Iso } from "./types.ts";

export type SourceKind = "folder" | "upload" | "site" | "articles";
export type Audience = "public" | "signed_in" | "internal";
export type Filter = "all" | "gaps" | "stale" | "off" | "drafts";

export const AUDIENCES: readonly Audience[] = ["public", "signed_in", "internal"];
/** Gaps are questions without an item; the others are shares of the items. */
export const FILTERS: readonly Filter[] = ["all", "gaps", "stale", "off", "drafts"];

/** One document that could not be read. `code` is stable, `said` is the server's English sentence. */
export interface Unread {
  where: string;
  code: string;
  said: string;
  at: Iso;
}

/** How the last reading went, or how far the present one is. `total` 0: not known yet. */
export interface Sync {
  state: "never" | "running" | "done" | "failed";
  started: Iso | null;
  ended: Iso | null;
  done: number;
  total: number;
  added: number;
  changed: number;
  same: number;
  gone: number;
  failed: number;
  error: string;
}

export interface KnowledgeSource {
  id: Id;
  kind: SourceKind;
  name: string;
  where: string;
  depth: number;
  most: number;
  /** 0: only when somebody asks for it. */
  every_h: number;
  audience: Audience;
  language: string;
  owner: string;
  on: boolean;
  items: number;
  sync: Sync;
  failures: Unread[];
}

export interface ItemDraft {
  title: string;
  body: string;
  examples: string[];
  at: Iso | null;
  by: string;
  /** What was noted with it. Without an author (`by`), it is what the item's source says now. */
  note: string;
}

export interface KnowledgeItem {
  id: Id;
  source: Id;
  source_name: string;
  title: string;
  url: string | null;
  language: string;
  audience: Audience;
  owner: string;
  review: string | null;
  on: boolean;
  version: number;
  updated: Iso | null;
  by: string;
  edited: boolean;
  stale: boolean;
  used: number;
  /** Of the answers that were judged; null: too few to say. */
  helped: number | null;
  draft: ItemDraft | null;
  needs: string[];
  /** Why it is off when nobody switched it off: what it came from is gone. */
  why_off?: string;
}

/** A turn that was answered from an item. */
export interface AnsweredTurn {
  conversation: Id;
  case: string | null;
  at: Iso;
  question: string;
  confidence: number;
  helped: boolean | null;
}

export interface FullItem extends KnowledgeItem {
  body: string;
  examples: string[];
  passages: { heading: string; text: string }[];
  answers: AnsweredTurn[];
}

export interface ItemPage {
  items: KnowledgeItem[];
  next: string | null;
  counts: Partial<Record<Filter, number>>;
}

export interface ItemVersion {
  version: number;
  at: Iso;
  by: string;
  title: string;
  body: string;
  examples: string[];
  note: string;
}

/** What the team said to a question that no item answered: their own sentences, from so many answers. */
export interface GapDraft {
  title: string;
  body: string;
  examples: string[];
  answers: number;
}

/** A question that no item answered. */
export interface Gap {
  question: string;
  /** Its other wordings. */
  examples?: string[];
  draft?: GapDraft | null;
  times: number;
  handed_over: number;
  conversations: { id: Id; case: string | null; at: Iso }[];
  last: Iso;
}

/** What the assistant would say. `needs`: how sure it has to be. */
export interface Asked {
  text: string;
  sure: boolean;
  confidence: number;
  needs: number;
  answerable: boolean;
  sources: { id: string; title: string; url?: string | null }[];
  clarifies: boolean;
  choices: string[];
  would_offer: boolean;
  /** What it would ask for first, and the action that it would begin. */
  asks?: string;
  act?: string;
  /** The team a person would come from, where the server says so. */
  team?: string | { name: string } | null;
}

export interface AskedBoth {
  live: Asked;
  draft: Asked | null;
}

/** Fields of an item that a change may name; `version` is the one that was read. */
export interface ItemChange {
  version?: number;
  title?: string;
  body?: string;
  examples?: string[];
  language?: string;
  audience?: Audience;
  owner?: string;
  review?: string | null;
  on?: boolean;
  needs?: string[];
  /** True: kept beside what is live, and told to nobody until it is published. */
  draft?: boolean;
}

export interface NewSource {
  kind: "folder" | "site";
  name: string;
  where: string;
  depth?: number;
  most?: number;
  every_h?: number;
  audience?: Audience;
  owner?: string;
}

export const itemPath = (id: Id): string => `/knowledge/items/${encodeURIComponent(id)}`;
export const sourcePath = (id: Id): string => `/knowledge/sources/${encodeURIComponent(id)}`;
