/** The floor as it is now: told by the socket while somebody looks, asked for now and then in case it is silent. */

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Floor } from "../../api/floor.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { newest } from "./reading.ts";

const ASK_AGAIN_MS = 15_000;

export function useFloor(team: string | null): { floor: Floor | null; error: Error | null } {
  const commands = useCommands();
  const told = useDesk((desk) => desk.floor);
  useEffect(() => {
    commands.watchFloor(team);
    return () => commands.watchFloor(undefined);
  }, [commands, team]);
  const asked = useQuery({
    queryKey: ["floor", team],
    queryFn: () => commands.get<Floor>(team === null ? "/floor" : `/floor?team=${encodeURIComponent(team)}`),
    refetchInterval: ASK_AGAIN_MS,
    retry: false,
  });
  return { floor: newest(team, told, asked.data), error: asked.error };
}
