/** What a lead does from the floor. Every act says what became of it; a refusal is told as anywhere else. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { agentPath, type PersonChange, teamPath } from "../../api/line.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";

export interface FloorActs {
  takeOver(conversation: Id): Promise<boolean>;
  move(conversation: Id, team: Id, why: string): Promise<boolean>;
  assign(conversation: Id, agent: Id): Promise<boolean>;
  change(agent: Id, change: PersonChange): Promise<boolean>;
  lend(agent: Id, team: Id, minutes: number): Promise<boolean>;
  surge(team: Id, wish: { on: boolean; for_min?: number; more?: number }): Promise<boolean>;
  said(key: string, values?: Readonly<Record<string, string>>): void;
}

export function useFloorActs(): FloorActs {
  const commands = useCommands();
  const client = useQueryClient();

  const done = useCallback(
    async (asked: Promise<unknown>): Promise<boolean> => {
      try {
        await asked;
        void client.invalidateQueries({ queryKey: ["floor"] });
        return true;
      } catch (error) {
        commands.tell({ tone: "bad", ...(error instanceof Refused ? { key: `not_done.${error.code}`, text: error.message } : { key: "told.unreachable" }) });
        return false;
      }
    },
    [client, commands],
  );

  return useMemo(() => {
    /** Moving says which owner is believed in, so it has to be known; looking it up marks nothing as read. */
    const known = async (conversation: Id): Promise<void> => {
      if (commands.desk.get().items[conversation] === undefined) await commands.open(conversation);
    };
    const said: FloorActs["said"] = (key, values) => commands.tell({ id: key, tone: "ok", key, ...(values === undefined ? {} : { values }) });
    return {
      said,
      takeOver: (conversation) => commands.act(conversation, { act: "take_over" }),
      move: async (conversation, team, why) => (await done(known(conversation))) && commands.act(conversation, { act: "transfer", team, why }),
      assign: (conversation, agent) => commands.act(conversation, { act: "assign", agent }),
      change: (agent, change) => done(commands.patch(agentPath(agent), change)),
      lend: (agent, team, minutes) => done(commands.post(`${agentPath(agent)}/lend`, { team, for_min: minutes })),
      surge: (team, wish) => done(commands.post(`${teamPath(team)}/surge`, wish)),
    };
  }, [commands, done]);
}
