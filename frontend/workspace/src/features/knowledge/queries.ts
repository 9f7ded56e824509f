/** What the page asks the server, under one key, so that one change makes all of it fresh. */

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { type Filter, type FullItem, type Gap, itemPath, type ItemPage, type KnowledgeSource } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { NEW } from "./edits.ts";

const PAGE = 60;
const WHILE_READING_MS = 1000;
const NOW_AND_THEN_MS = 30_000;

const retry = (tries: number, error: unknown): boolean => tries < 2 && !(error instanceof Refused && !error.passing);

export function useItems(filter: Filter, q: string, source: Id | null) {
  const commands = useCommands();
  return useInfiniteQuery({
    queryKey: ["knowledge", "items", filter, q, source],
    queryFn: ({ pageParam }) => {
      const asked = new URLSearchParams({ filter, limit: String(PAGE) });
      if (q !== "") asked.set("q", q);
      if (source !== null) asked.set("source", source);
      if (pageParam !== "") asked.set("after", pageParam);
      return commands.get<ItemPage>(`/knowledge/items?${asked.toString()}`);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    retry,
  });
}

export function useOneItem(id: Id | null) {
  const commands = useCommands();
  return useQuery({
    queryKey: ["knowledge", "item", id],
    queryFn: () => commands.get<FullItem>(itemPath(id ?? "")),
    enabled: id !== null && id !== NEW,
    retry,
  });
}

export function useGaps() {
  const commands = useCommands();
  return useQuery({ queryKey: ["knowledge", "gaps"], queryFn: () => commands.get<{ items: Gap[] }>("/knowledge/gaps"), retry });
}

/** Asked every second while one of them is being read, and now and then otherwise. */
export function useSources() {
  const commands = useCommands();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ["knowledge", "sources"],
    queryFn: () => commands.get<{ items: KnowledgeSource[] }>("/knowledge/sources"),
    refetchInterval: (query) => (query.state.data?.items.some(isReading) === true ? WHILE_READING_MS : NOW_AND_THEN_MS),
    retry,
  });
  const reading = asked.data?.items.some(isReading) ?? false;
  const before = useRef(reading);
  useEffect(() => {
    // What was read is there now: the list has grown.
    if (before.current && !reading) void client.invalidateQueries({ queryKey: ["knowledge", "items"] });
    before.current = reading;
  }, [reading, client]);
  return asked;
}

export const isReading = (source: KnowledgeSource): boolean => source.sync.state === "running";

/** After a change: the item as the server says it is, and everything else anew. */
export function useFresh() {
  const client = useQueryClient();
  return useCallback(
    (item?: FullItem) => {
      if (item !== undefined) client.setQueryData(["knowledge", "item", item.id], item);
      return client.invalidateQueries({ queryKey: ["knowledge"], predicate: ({ queryKey }) => item === undefined || queryKey[2] !== item.id });
    },
    [client],
  );
}
