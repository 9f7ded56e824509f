/** What was promised: opening one goes to the desk. */

import { useNavigate } from "@tanstack/react-router";
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
  return <OutcomeSheet conversation={id} name={item?.customer.name ?? ""} onClose={() => show({ sheet: null })} />;
}
