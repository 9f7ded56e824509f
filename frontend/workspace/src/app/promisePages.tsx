/** What was promised: opening one goes to the desk. */

import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PromisesPage } from "../features/promises/PromisesPage.tsx";
import { show, useItem } from "../state/use.ts";
import { OutcomeSheet } from "../features/promises/OutcomeForm.tsx";

export function Promises() {
  const navigate = useNavigate();
  return <PromisesPage onOpen={(conversation) => void navigate({ to: "/c/$conversation", params: { conversation } })} />;
}

/** How the call went, asked within the conversation. */
export function CallOutcome({ id }: { id: string }) {
  const item = useItem(id);
  const { t } = useTranslation();
  return <OutcomeSheet conversation={id} phone={item?.phone ?? null} name={item?.customer.name ?? t("visitor", { case: item?.case ?? "" })} onClose={() => show({ sheet: null })} />;
}
