import { lazy, Suspense } from "react";
import { learnPageWords } from "../i18n/index.ts";
import type { Item } from "../api/types.ts";
import { Close } from "../features/sheets/Close.tsx";
import { Judge } from "../features/sheets/Judge.tsx";
import { Return } from "../features/sheets/Return.tsx";
import { Snooze } from "../features/sheets/Snooze.tsx";
import { Transfer } from "../features/sheets/Transfer.tsx";
import { Tags } from "../features/customer/CustomerCard.tsx";
import { show, useSurface, useThread } from "../state/use.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { useTranslation } from "react-i18next";

const CallOutcome = lazy(() => Promise.all([import("./promisePages.tsx"), learnPageWords("floor")]).then(([file]) => ({ default: file.CallOutcome })));

/** The sheets of one conversation; at most one is open. */
export function Sheets({ item, onDone }: { item: Item; onDone: (left: boolean) => void }) {
  const { t } = useTranslation();
  const sheet = useSurface((open) => open.sheet);
  const brief = useThread(item.id)?.brief ?? null;
  switch (sheet) {
    case "transfer":
      return <Transfer item={item} onDone={onDone} />;
    case "return":
      return <Return item={item} onDone={onDone} />;
    case "snooze":
      return <Snooze item={item} onDone={onDone} />;
    case "close":
      return <Close item={item} onDone={onDone} />;
    case "verdict":
      return brief === null ? null : <Judge item={item} brief={brief} />;
    case "tags":
      return (
        <Dialog title={t("tags.title")} help={t("tags.help")} onClose={() => show({ sheet: null })}>
          <Tags item={item} />
        </Dialog>
      );
    case "called":
      return (
        <Suspense fallback={null}>
          <CallOutcome id={item.id} />
        </Suspense>
      );
    default:
      return null;
  }
}
