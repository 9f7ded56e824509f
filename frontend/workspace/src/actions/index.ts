/** Every action there is, in the order the palette and the key sheet show them. */

import { allowRun, doSomething, rejectRun } from "./doing.ts";
import { acceptOffer } from "./acceptOffer.ts";
import type { Action } from "./action.ts";
import { back } from "./back.ts";
import { called } from "./called.ts";
import { close } from "./close.ts";
import { approve, editDraft, rejectDraft, takeDraft } from "./held.ts";
import { keys } from "./keys.ts";
import { next } from "./next.ts";
import { note } from "./note.ts";
import { goAbilities, goFloor, goGallery, goHours, goKnowledge, goPeople, goPromises, goSettings, goSystem } from "./pages.ts";
import { palette } from "./palette.ts";
import { panel } from "./panel.ts";
import { panes } from "./panes.ts";
import { pick } from "./pick.ts";
import { available, away, busy, offline } from "./presence.ts";
import { previous } from "./previous.ts";
import { reply } from "./reply.ts";
import { returnToAssistant } from "./returnToAssistant.ts";
import { search } from "./search.ts";
import { signOut } from "./signOut.ts";
import { snooze } from "./snooze.ts";
import { mute, testSound } from "./sounds.ts";
import { suggestion } from "./suggestion.ts";
import { tags } from "./tags.ts";
import { takeOver } from "./takeOver.ts";
import { theme } from "./theme.ts";
import { transfer } from "./transfer.ts";
import { verdict } from "./verdict.ts";
import { goAll, goAssistant, goMine, goSnoozed, goToCheck, goWaiting } from "./views.ts";
import { goDecisions, why } from "./why.ts";

export const ACTIONS: readonly Action[] = [
  acceptOffer,
  approve,
  editDraft,
  rejectDraft,
  takeDraft,
  allowRun,
  rejectRun,
  reply,
  note,
  suggestion,
  doSomething,
  pick,
  transfer,
  returnToAssistant,
  snooze,
  close,
  verdict,
  tags,
  takeOver,
  called,
  why,
  panel,
  next,
  previous,
  back,
  search,
  panes,
  goMine,
  goWaiting,
  goToCheck,
  goAssistant,
  goAll,
  goSnoozed,
  goFloor,
  goPromises,
  goDecisions,
  goKnowledge,
  goAbilities,
  goSystem,
  goSettings,
  goHours,
  goPeople,
  goGallery,
  palette,
  keys,
  available,
  busy,
  away,
  offline,
  theme,
  mute,
  testSound,
  signOut,
];

export * from "./action.ts";
export {
  acceptOffer,
  allowRun,
  approve,
  doSomething,
  rejectRun,
  back,
  called,
  close,
  editDraft,
  keys,
  note,
  panel,
  pick,
  rejectDraft,
  reply,
  returnToAssistant,
  search,
  signOut,
  snooze,
  suggestion,
  tags,
  takeDraft,
  takeOver,
  testSound,
  theme,
  transfer,
  verdict,
  why,
};
