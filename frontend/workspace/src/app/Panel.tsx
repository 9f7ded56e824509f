import { useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "../api/types.ts";
import { BriefCard } from "../features/brief/BriefCard.tsx";
import { CustomerCard } from "../features/customer/CustomerCard.tsx";
import { learnPageWords } from "../i18n/index.ts";
import type { Thread } from "../state/desk.ts";
import type { PanelTab } from "../state/surface.ts";
import { show, useDesk, useItem, useSurface, useThread } from "../state/use.ts";
import { IconButton } from "../ui/IconButton.tsx";

/** Not everybody runs actions: its form comes when it is first wanted. */
const ActionsPanel = lazy(() => import("../features/doing/ActionsPanel.tsx").then((file) => ({ default: file.ActionsPanel })));

/** Its words come with it. */
const RoutingWhy = lazy(() => Promise.all([import("../features/routing/RoutingWhy.tsx"), learnPageWords("floor")]).then(([file]) => ({ default: file.RoutingWhy })));

const TABS: readonly PanelTab[] = ["why", "customer", "actions"];

/** How it was shown who the customer is, as far as the thread says. */
function provenBy(thread: Thread): string | null {
  const event = thread.events.findLast((one) => one.event.kind === "identity_proven")?.event;
  return event === undefined ? null : String(event["how"] ?? "");
}

/** Why this came to a person, and whose it is. A column on wide screens, a drawer on the others. */
export function Panel({ id }: { id: Id | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const item = useItem(id);
  const thread = useThread(id);
  const tab = useSurface((open) => open.tab);
  const drawer = useSurface((open) => open.drawer);
  const me = useDesk((desk) => desk.me);
  const people = useDesk((desk) => desk.people);
  const closer = useRef<HTMLButtonElement>(null);
  const headsUp = useDesk((desk) => desk.headsUps.find((one) => one.conversation === id) ?? null);
  const brief = thread?.brief ?? headsUp?.brief ?? null;
  // A conversation that is over remembers the first name only; whoever works here is known in full.
  const owner = item?.agent ?? me;
  const initials = (owner?.id === me?.id ? me?.initials : people[owner?.id ?? ""]?.initials) ?? owner?.initials ?? "";

  // A drawer over the thread was asked for, so focus goes into it; a column beside it never takes any.
  useEffect(() => {
    if (drawer) closer.current?.focus();
  }, [drawer]);

  return (
    <aside className="ctx" aria-label={t("panel.label")} data-pane="panel">
      <div className="row ctx-t">
        <div className="tabs sp" role="group" aria-label={t("panel.label")}>
          {TABS.map((name) => (
            <button type="button" className="tab" aria-pressed={tab === name} key={name} onClick={() => show({ tab: name })}>
              {t(`panel.${name}`)}
            </button>
          ))}
        </div>
        <IconButton
          ref={closer}
          icon={X}
          label={t("panel.close")}
          className="ctxbtn"
          tip={false}
          onClick={() => show({ drawer: false })}
          onKeyDown={(event) => {
            if (event.key === "Escape") show({ drawer: false });
          }}
        />
      </div>
      {item === null || thread === null ? (
        <div className="empty">
          <p className="sm">{id === null ? t("panel.pick") : t("loading")}</p>
        </div>
      ) : tab === "customer" ? (
        <CustomerCard item={item} brief={brief} earlier={thread.earlier} proven={provenBy(thread)} />
      ) : tab === "actions" ? (
        <Suspense fallback={<p className="empty sm">{t("loading")}</p>}>
          <ActionsPanel key={item.id} item={item} brief={brief} proven={provenBy(thread)} />
        </Suspense>
      ) : brief === null ? (
        <div className="empty">
          <p className="sm">{t(item.stage === "with_bot" ? "panel.no_brief_bot" : "panel.no_brief")}</p>
        </div>
      ) : (
        <>
          <BriefCard
            brief={brief}
            item={item}
            initials={initials}
            onWhy={() => void navigate({ to: "/conversations/$conversation/decisions", params: { conversation: item.id } })}
          />
          <Suspense fallback={null}>
            <RoutingWhy item={item} />
          </Suspense>
        </>
      )}
    </aside>
  );
}
