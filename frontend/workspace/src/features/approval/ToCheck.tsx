import { ClipboardCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Item } from "../../api/types.ts";
import { now } from "../../core/clock.ts";
import { play } from "../../core/sound.ts";
import { firstName } from "../../state/lines.ts";
import { toCheck } from "../../state/views.ts";
import { announce, show, surface, useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Left, secondsLeft } from "./Left.tsx";

/** Above every list while an answer waits for somebody of one's teams: the most urgent, and how many there are. */
export function ToCheck({ onOpen }: { onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const desk = useDesk((all) => all);
  const held = toCheck(desk);
  useNews(held);
  const first = held[0];
  if (first?.draft == null) return null;

  function open(id: Id): void {
    if (held.length > 1) show({ view: "approvals" });
    onOpen(id);
  }

  const name = first.customer.name ?? t("visitor", { case: first.case ?? "" });
  return (
    <button type="button" className="draftbox to-check" onClick={() => open(first.id)}>
      <span className="h">
        <Icon of={ClipboardCheck} size="s" />
        <b>{t("approval.count", { count: held.length })}</b>
        <span className="sp" />
        <Left until={first.draft.until} />
      </span>
      <span className="sm to-check-t" dir="auto">
        {name}
        {first.preview?.author === "customer" ? ` · “${first.preview.text}”` : null}
      </span>
    </button>
  );
}

/** A knock and one sentence when another one comes; nothing moves, and nothing takes the focus. */
function useNews(held: readonly Item[]): void {
  const { t } = useTranslation();
  const known = useRef<ReadonlySet<string> | null>(null);
  const keys = held.map((item) => `${item.id}:${item.draft?.n}`).join(" ");
  useEffect(() => {
    const before = known.current;
    known.current = new Set(keys === "" ? [] : keys.split(" "));
    if (before === null) return;
    const fresh = held.find((item) => !before.has(`${item.id}:${item.draft?.n}`));
    // Whoever has it open is told there.
    if (fresh?.draft == null || fresh.id === surface.get().current) return;
    void play("message");
    announce(t("approval.news", { name: firstName(fresh.customer.name) ?? t("the_customer"), count: secondsLeft(fresh.draft.until, now()) }));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when another one came or went
  }, [keys]);
}
