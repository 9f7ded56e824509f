import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../chat.ts";
import type { Now } from "../now.ts";
import { type Sentences, valuesOf, fill, sentences } from "../words.ts";
import { panelState } from "../now.ts";
import type { PanelState, Words } from "../words.ts";

/** What every part of the panel may use: the chat (verbs), its `now`, and its words. */
export interface Panel {
  chat: Chat;
  now: Now;
  words: Words;
  state: PanelState;
  /** Header, placeholder, person button and spoken text of the state, filled in. */
  says: Sentences;
  /** Fills a sentence with what the view knows, and more. */
  t(template: string, more?: Record<string, string | number | null | undefined>): string;
}

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error("a part of the panel outside of the panel");
  return panel;
}

export function panelOf(chat: Chat): Panel {
  const { now } = chat;
  const said = { words: now.words, language: now.language, brand: now.branding.brand, now: now.time };
  const state = panelState(now);
  const values = valuesOf(now.chat.view, said);
  return {
    chat,
    now,
    words: now.words,
    state,
    says: sentences(state, now.chat.view, said),
    t: (template, more) => fill(template, more ? { ...values, ...more } : values),
  };
}
