/** The pages about what the assistant knows and can do: which item is meant is the route's to say. */

import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { KnowledgePage } from "../features/knowledge/KnowledgePage.tsx";

export { AssistantPage } from "../features/assistant/AssistantPage.tsx";

export function Knowledge() {
  const { item } = useParams({ strict: false }) as { item?: string };
  const navigate = useNavigate();
  const open = useCallback((next: string | null) => void (next === null ? navigate({ to: "/knowledge" }) : navigate({ to: "/knowledge/$item", params: { item: next } })), [navigate]);
  return <KnowledgePage item={item ?? null} onOpen={open} />;
}
