import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { now } from "../../core/clock.ts";
import { play } from "../../core/sound.ts";
import { firstName } from "../../state/lines.ts";
import { toCheck } from "../../state/views.ts";
import { announce, surface, useCommands, useDesk } from "../../state/use.ts";
import { secondsLeft } from "./Left.tsx";

/**
 * A knock and one sentence when another answer waits, on whatever page one is. Where the list with its box is
 * not to be seen, a notice says it as well. Nothing moves, and nothing takes the focus.
 */
export function DraftNews() {
  const { t } = useTranslation();
  const commands = useCommands();
  const desk = useDesk((all) => all);
  const held = toCheck(desk);
  const known = useRef<ReadonlySet<string> | null>(null);
  const keys = held.map((item) => `${item.id}:${item.draft?.n ?? `run${item.action?.n}`}`).join(" ");

  useEffect(() => {
    const before = known.current;
    known.current = new Set(keys === "" ? [] : keys.split(" "));
    if (before === null) return;
    const fresh = held.find((item) => !before.has(`${item.id}:${item.draft?.n ?? `run${item.action?.n}`}`));
    // Whoever has it open is told there.
    if (fresh === undefined || fresh.id === surface.get().current) return;
    void play("message");
    const name = firstName(fresh.customer.name) ?? t("the_customer");
    if (fresh.draft == null) {
      commands.tell({ id: `draft:${fresh.id}`, tone: "info", key: "told.run_waits", values: { customer: name, title: fresh.action?.title ?? "" } });
      return;
    }
    const count = secondsLeft(fresh.draft.until, now());
    const box = document.querySelector<HTMLElement>(".to-check");
    if (box !== null && box.offsetParent !== null) announce(t("approval.news", { name, count }));
    else commands.tell({ id: `draft:${fresh.id}`, tone: "info", key: "told.draft_waits", values: { customer: name } });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another one came or went
  }, [keys]);

  return null;
}
