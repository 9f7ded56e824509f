/** The floor, with a conversation beside it where one is looked into: the address says which. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useSyncExternalStore } from "react";
import type { Id } from "../api/types.ts";
import { FloorPage } from "../features/floor/FloorPage.tsx";
import { show } from "../state/use.ts";
import { Peek } from "./Peek.tsx";

const narrow = matchMedia("(max-width: 1180px)");
const isNarrow = (): boolean => narrow.matches;
const onNarrow = (changed: () => void): (() => void) => {
  narrow.addEventListener("change", changed);
  return () => narrow.removeEventListener("change", changed);
};

interface Looking {
  team?: Id;
  peek?: Id;
}

export function Floor() {
  const { team, peek } = useSearch({ strict: false }) as Looking;
  const navigate = useNavigate();
  const go = useCallback((search: Looking) => void navigate({ to: "/floor", search }), [navigate]);
  const kept = team === undefined ? {} : { team };
  const under = useSyncExternalStore(onNarrow, isNarrow) && peek !== undefined;
  const open = (conversation: Id): void => void navigate({ to: "/c/$conversation", params: { conversation } });
  return (
    <div className="beside" data-peek={peek === undefined ? undefined : ""}>
      {/* On small screens the conversation lies over the floor: it is the page then, and what is under it is out of reach. */}
      <main className="page scroll" id="main" tabIndex={0} inert={under}>
        <FloorPage
          team={team ?? null}
          onTeam={(next) => go(next === null ? {} : { team: next })}
          onPeek={(conversation) => go({ ...kept, peek: conversation })}
          onOpen={open}
          onPromises={() => void navigate({ to: "/promises" })}
          onReview={() => {
            show({ view: "approvals" });
            void navigate({ to: "/" });
          }}
        />
      </main>
      {peek === undefined ? null : (
        <div className="contents" role={under ? "main" : undefined}>
          <Peek id={peek} alone={under} onClose={() => go(kept)} onTaken={open} />
        </div>
      )}
    </div>
  );
}

/** The same by itself, for a link in a message: `/conversations?peek=ID`. */
export function Peeking() {
  const { peek } = useSearch({ strict: false }) as Looking;
  const navigate = useNavigate();
  return (
    <main className="page scroll peeking" id="main" tabIndex={-1}>
      {peek === undefined ? null : (
        <Peek alone id={peek} onClose={() => void navigate({ to: "/floor", search: {} })} onTaken={(conversation) => void navigate({ to: "/c/$conversation", params: { conversation } })} />
      )}
    </main>
  );
}
