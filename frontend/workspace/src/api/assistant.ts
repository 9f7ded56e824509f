/** Who answers, what they may do and say, and where they fail: one page of it. */

import type { ActionShown } from "./doing.ts";
import type { Id, Iso } from "./types.ts";

export interface Failing {
  question: string;
  why: "missed" | "low_confidence" | "handed_over" | "error" | (string & {});
  at: Iso;
  conversation: Id | null;
  case: string | null;
  item: Id | null;
}

export interface Assistant {
  by: "knowledge" | "model" | "remote";
  name: string;
  covers: { items: number; on: number; passages: number; languages: string[]; sources: number; trouble?: string };
  topics: { title: string; items: number; used: number; helped: number | null }[];
  actions: ActionShown[];
  may_say: { text: string; rule: string }[];
  fails: Failing[];
  last_days: { answers: number; missed: number; handed_over: number; solved: number; days: number };
}
