/** What lies open on this screen: nothing of it is the server's, nothing of it survives a reload. */

import type { Id, ViewName } from "../api/types.ts";
import type { Mode } from "../core/drafts.ts";
import type { Sort } from "./views.ts";

export type Sheet =
  | "transfer"
  | "return"
  | "snooze"
  | "close"
  | "verdict"
  | "tags"
  | "called"
  | "keys"
  | "palette"
  | "skip"
  | null;

export type PanelTab = "why" | "customer" | "actions";

export interface Surface {
  current: Id | null;
  view: ViewName;
  sort: Sort;
  /** `null` while the search field is folded away. */
  search: string | null;
  sheet: Sheet;
  /** The drawer under 1280 px; above it the panel is simply there. */
  drawer: boolean;
  tab: PanelTab;
  mode: Readonly<Record<Id, Mode>>;
  /** Suggestions that were used or waved away, by handoff; they do not come back. */
  settled: Readonly<Record<string, true>>;
  /** Held answers that are being reworded, by conversation: which one, and the words so far. */
  rewording: Readonly<Record<Id, { n: number; text: string }>>;
  /** The run that is being said no to, as `conversation:n`, while its reason is written. */
  refusing: string | null;
  /** What the one `role=status` says. */
  spoken: string;
}

export const EMPTY_SURFACE: Surface = {
  current: null,
  view: "mine",
  sort: "wait",
  search: null,
  sheet: null,
  drawer: false,
  tab: "why",
  mode: {},
  settled: {},
  rewording: {},
  refusing: null,
  spoken: "",
};
