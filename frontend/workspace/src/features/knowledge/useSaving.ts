/** Saves what is being written: as a draft, or live. A conflict keeps both texts and asks whose counts. */

import { useState } from "react";
import { type FullItem, type ItemChange, itemPath } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { announce, useCommands } from "../../state/use.ts";
import { useTranslation } from "react-i18next";
import { dropEdit, edits, keepEdit, NEW } from "./edits.ts";
import { useFresh } from "./queries.ts";
import { type Rights, tidy, type Words } from "./reading.ts";

export interface Saving {
  busy: boolean;
  problem: { code: string } | null;
  /** What the loudest button does: publish, or keep as a draft where one may not publish. */
  main: () => void;
  draft: () => void;
  theirs: () => void;
  mine: () => void;
}

interface Needs {
  full: FullItem | null;
  words: Words;
  dirty: boolean;
  rights: Rights;
  onCreated: (id: Id) => void;
}

export function useSaving({ full, words, dirty, rights, onCreated }: Needs): Saving {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ code: string } | null>(null);
  const said = { title: words.title.trim(), body: words.body, examples: tidy(words.examples) };

  async function doing(job: () => Promise<string>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const told = await job();
      announce(told);
      commands.tell({ id: "knowledge", tone: "ok", key: "told.plain", text: told });
    } catch (error) {
      const code = error instanceof Refused ? error.code : "unreachable";
      setProblem({ code });
      // What the other has written is read, so that it can be shown beside one's own.
      if (code === "stale_item" && full !== null) fresh(await commands.get<FullItem>(itemPath(full.id)).catch(() => full));
    } finally {
      setBusy(false);
    }
  }

  async function kept(change: ItemChange): Promise<FullItem> {
    const id = full?.id ?? "";
    const item = await commands.patch<FullItem>(itemPath(id), { ...change, version: edits.get()[id]?.version ?? full?.version ?? 0 });
    fresh(item);
    dropEdit(id);
    return item;
  }

  const create = (live: boolean): void =>
    void doing(async () => {
      const item = await commands.post<FullItem>("/knowledge/items", live ? said : { ...said, draft: true });
      fresh(item);
      dropEdit(NEW);
      onCreated(item.id);
      return t(item.draft === null ? "knowledge.told.published" : "knowledge.told.saved");
    });

  const draft = (): void => {
    if (!rights.edit || said.title === "") return;
    if (full === null) create(false);
    else if (dirty)
      void doing(async () => {
        await kept({ ...said, draft: true });
        return t("knowledge.told.saved");
      });
  };

  return {
    busy,
    problem,
    draft,
    main() {
      if (said.title === "") return;
      if (!rights.publish) return draft();
      if (full === null) return create(true);
      if (!dirty && full.draft === null) return;
      void doing(async () => {
        const item = dirty ? await kept({ ...said, draft: true }) : full;
        fresh(await commands.post<FullItem>(`${itemPath(item.id)}/publish`, { version: item.version }));
        return t("knowledge.told.published");
      });
    },
    theirs() {
      if (full !== null) dropEdit(full.id);
      setProblem(null);
    },
    mine() {
      if (full !== null) keepEdit(full.id, { ...words, version: full.version });
      setProblem(null);
    },
  };
}
