/** What somebody who listens to the open conversation hears of a held answer: that it is there, that time runs out, how it ended. */

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../../api/types.ts";
import { firstName } from "../../state/lines.ts";
import { announce, useDesk, useNow, useThread } from "../../state/use.ts";
import { secondsLeft } from "./Left.tsx";

const WARN_S = 20;

export function useSpokenDraft(item: Item): void {
  const { t } = useTranslation();
  const draft = item.stage === "with_bot" ? (item.draft ?? null) : null;
  const now = useNow();
  const me = useDesk((desk) => desk.me?.name);
  const events = useThread(item.id)?.events;
  const said = useRef("");
  const name = firstName(item.customer.name) ?? t("the_customer");
  const left = draft === null ? 0 : secondsLeft(draft.until, now);
  const phase = draft === null ? "" : `${draft.n}:${left <= WARN_S ? "soon" : "new"}`;

  useEffect(() => {
    if (phase === said.current) return;
    const before = said.current;
    said.current = phase;
    if (draft !== null) {
      const again = before.split(":")[0] === String(draft.n);
      announce(again ? t("approval.spoken_soon", { count: left }) : t("approval.spoken", { name, count: left, text: draft.text }));
      return;
    }
    const settled = events?.findLast((one) => one.event.kind === "draft_settled")?.event;
    const by = settled?.by ?? "";
    if (settled !== undefined) announce(t(`approval.ended.${by === me ? "by_you" : String(settled["how"])}`, { name: by, defaultValue: "" }));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once a phase, not once a second
  }, [phase]);
}
