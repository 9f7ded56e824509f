/** Title, icon and knocks: what tells an agent in another tab, or another conversation, that they are needed. */

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../state/desk.ts";
import { isMine, toCheck } from "../state/views.ts";
import { showAttention } from "../core/attention.ts";
import { play } from "../core/sound.ts";
import { surface, useCommands } from "../state/use.ts";

function unreadOf(desk: Desk): number {
  return Object.values(desk.items).reduce((sum, item) => sum + (isMine(item, desk.me) ? item.unread : 0), 0);
}

export function useAttention(): void {
  const { t } = useTranslation();
  const commands = useCommands();
  const before = useRef<number | null>(null);
  useEffect(() => {
    const look = (): void => {
      const desk = commands.desk.get();
      const { current } = surface.get();
      const unread = unreadOf(desk);
      showAttention(unread + desk.offers.length + toCheck(desk).length, t("window_title"));
      // Never for the conversation one is looking at.
      const here = current === null || document.hidden ? 0 : (desk.items[current]?.unread ?? 0);
      const elsewhere = unread - here;
      if (before.current !== null && elsewhere > before.current) void play("message");
      before.current = elsewhere;
    };
    look();
    return commands.desk.subscribe(look);
  }, [commands, t]);
}
