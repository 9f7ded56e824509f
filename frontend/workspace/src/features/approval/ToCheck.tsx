import { ClipboardCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Id } from "../../api/types.ts";
import { toCheck } from "../../state/views.ts";
import { show, useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Left } from "./Left.tsx";

/** Above every list while an answer waits for somebody of one's teams: the most urgent, and how many there are. */
export function ToCheck({ onOpen }: { onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const desk = useDesk((all) => all);
  const held = toCheck(desk);
  const first = held[0];
  if (first === undefined) return null;
  const until = first.draft?.until ?? first.action?.until ?? null;

  function open(id: Id): void {
    if (held.length > 1) show({ view: "approvals" });
    onOpen(id);
  }

  const name = first.customer.name ?? t("visitor", { case: first.case ?? "" });
  return (
    <button type="button" className="draftbox to-check" onClick={() => open(first.id)}>
      <span className="h">
        <Icon of={ClipboardCheck} size="s" />
        <b>{t(held.some((item) => item.draft == null) ? "approval.things" : "approval.count", { count: held.length })}</b>
        <span className="sp" />
        {until === null ? null : <Left until={until} />}
      </span>
      <span className="sm to-check-t" dir="auto">
        {name}
        {first.draft == null && first.action != null ? ` · ${first.action.title}` : first.preview?.author === "customer" ? ` · “${first.preview.text}”` : null}
      </span>
    </button>
  );
}
