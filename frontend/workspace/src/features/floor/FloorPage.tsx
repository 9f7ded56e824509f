import { ChevronDown, UsersRound, Waves } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decision, FloorAct, FloorPerson, FloorRow } from "../../api/floor.ts";
import type { Id, TeamRef } from "../../api/types.ts";
import { Refused } from "../../api/transport.ts";
import { useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Decisions } from "./Decisions.tsx";
import { History } from "./History.tsx";
import { LiveMark, useSpokenRisk } from "./Live.tsx";
import { AssignSheet, MoveSheet } from "./MoveSheet.tsx";
import { People } from "./People.tsx";
import { LendSheet, PlacesSheet } from "./PlacesSheet.tsx";
import { Score } from "./Score.tsx";
import { SurgeBanner } from "./SurgeBanner.tsx";
import { SurgeSheet } from "./SurgeSheet.tsx";
import { Tiles } from "./Tiles.tsx";
import { useFloor } from "./useFloor.ts";
import { useFloorActs } from "./useFloorActs.ts";
import { Waiting } from "./Waiting.tsx";

export interface FloorPageProps {
  team: Id | null;
  onTeam: (team: Id | null) => void;
  onPeek: (conversation: Id) => void;
  /** To the conversation, which is one's own now. */
  onOpen: (conversation: Id) => void;
  onPromises: () => void;
  onReview: () => void;
}

type OpenSheet =
  | { sheet: "surge"; team: Id | null }
  | { sheet: "places" }
  | { sheet: "move"; rows: readonly FloorRow[] }
  | { sheet: "assign"; row: FloorRow }
  | { sheet: "lend"; person: FloorPerson; team: Id | null };

/** Is everybody being helped, and if not, what to do about it now. */
export function FloorPage({ team: asked, onTeam, onPeek, onOpen, onPromises, onReview }: FloorPageProps) {
  const { t } = useTranslation();
  const acts = useFloorActs();
  const me = useDesk((desk) => desk.me);
  const leads = me?.role !== "agent";
  // Agents see the floor of a team that they serve; all of it is for leads.
  const team = asked ?? (leads ? null : (me.teams[0]?.id ?? null));
  const { floor, error } = useFloor(team);
  const [sheet, setSheet] = useState<OpenSheet | null>(null);
  useSpokenRisk(floor);
  const close = (): void => {
    setSheet(null);
    keepFocus(openerOf(sheet));
  };

  function decide(act: FloorAct, decision: Decision): void {
    const where = act.team?.id ?? decision.team?.id ?? null;
    const person = floor?.people.find((one) => one.agent.id === act.agent?.id);
    if (act.act === "surge") setSheet({ sheet: "surge", team: where });
    else if (act.act === "end_surge" && where !== null) void acts.surge(where, { on: false });
    else if (act.act === "borrow" && person !== undefined) setSheet({ sheet: "lend", person, team: where });
    else if (act.act === "promises") onPromises();
    else if (act.act === "review") onReview();
    else if (act.act === "peek" && act.conversation) onPeek(act.conversation);
  }

  return (
    <>
      <header className="page-h">
        <h1>{t("floor.title")}</h1>
        <LiveMark floor={floor} />
        <span className="sp" />
        {floor === null ? null : <TeamMenu team={team} teams={leads ? floor.teams.map((one) => one.team) : me.teams} all={leads} onTeam={onTeam} />}
        {leads && floor !== null && floor.teams.length > 0 ? (
          <button type="button" className="btn" onClick={() => setSheet({ sheet: "surge", team })}>
            <Icon of={Waves} size="s" />
            {t("surge.open")}
          </button>
        ) : null}
      </header>
      <div className="page-b">
        {floor === null ? (
          <Nothing error={error} />
        ) : (
          <>
            <SurgeBanner teams={floor.teams.filter((one) => team === null || one.team.id === team)} leads={leads} onEnd={(one) => void acts.surge(one.team.id, { on: false }).then((ended) => {
                if (!ended) return;
                acts.said("told.surge_ended", { team: one.team.name });
                keepFocus();
              })} />
            <Tiles floor={floor} />
            <div className="floor">
              <div className="grid g4">
                <Waiting
                  key={team ?? ""}
                  floor={floor}
                  leads={leads}
                  onPeek={onPeek}
                  onTakeOver={(id) => void acts.takeOver(id).then((done) => done && onOpen(id))}
                  onAssign={(row) => setSheet({ sheet: "assign", row })}
                  onMove={(rows) => setSheet({ sheet: "move", rows })}
                  onTeam={onTeam}
                />
                <People
                  floor={floor}
                  leads={leads}
                  onPlaces={() => setSheet({ sheet: "places" })}
                  onStatus={(person, status) => void acts.change(person.agent.id, { status }).then((done) => done && acts.said("told.status_set", { name: person.agent.name, status: t(`status.${status}`) }))}
                  onLend={(person) => setSheet({ sheet: "lend", person, team: null })}
                />
              </div>
              <div className="grid g4">
                <Decisions decisions={floor.decisions} leads={leads} onAct={decide} />
                <History history={floor.history} />
                {leads ? <Score /> : null}
              </div>
            </div>
          </>
        )}
      </div>
      {floor === null || sheet === null ? null : sheet.sheet === "surge" ? (
        <SurgeSheet
          teams={floor.teams}
          team={sheet.team}
          onClose={close}
          onStart={async (teams, minutes, more) => {
            const all = await Promise.all(teams.map((one) => acts.surge(one.team.id, { on: true, for_min: minutes, more })));
            if (all.every(Boolean)) close();
          }}
        />
      ) : sheet.sheet === "places" ? (
        <PlacesSheet
          floor={floor}
          onClose={close}
          onSave={async (changes) => {
            const all = await Promise.all([...changes].map(([agent, capacity]) => acts.change(agent, { capacity })));
            if (all.every(Boolean)) close();
          }}
        />
      ) : sheet.sheet === "move" ? (
        <MoveSheet
          floor={floor}
          rows={sheet.rows}
          onClose={close}
          onMove={async (rows, to, why) => {
            const all = await Promise.all(rows.map((row) => acts.move(row.conversation, to, why)));
            const moved = all.filter(Boolean).length;
            if (moved > 0) acts.said("told.moved", { count: String(moved), team: floor.teams.find((one) => one.team.id === to)?.team.name ?? "" });
            if (moved === rows.length) close();
          }}
        />
      ) : sheet.sheet === "assign" ? (
        <AssignSheet
          floor={floor}
          row={sheet.row}
          onClose={close}
          onAssign={async (person) => {
            if (!(await acts.assign(sheet.row.conversation, person.agent.id))) return;
            acts.said("told.assigned", { name: person.agent.name, customer: sheet.row.customer.name ?? t("visitor", { case: sheet.row.case }) });
            close();
          }}
        />
      ) : (
        <LendSheet
          floor={floor}
          person={sheet.person}
          team={sheet.team}
          onClose={close}
          onLend={async (to, minutes) => {
            if (!(await acts.lend(sheet.person.agent.id, to, minutes))) return;
            acts.said("told.lent", { name: sheet.person.agent.name, team: floor.teams.find((one) => one.team.id === to)?.team.name ?? "" });
            close();
          }}
        />
      )}
    </>
  );
}

/** What was pressed may be gone by now, a row or a banner: then the focus goes to the page, and not nowhere. */
function keepFocus(opener: string | null = null): void {
  setTimeout(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const there = opener === null ? null : document.querySelector<HTMLElement>(opener);
    (there ?? document.getElementById("main"))?.focus();
  }, FOCUS_AFTER_MS);
}

/** Sheets that come out of a menu: the item is gone when they close, its button is not. */
function openerOf(sheet: OpenSheet | null): string | null {
  const row = sheet?.sheet === "assign" ? sheet.row : sheet?.sheet === "move" ? sheet.rows[0] : undefined;
  if (row !== undefined) return `[data-conversation="${CSS.escape(row.conversation)}"] .ib`;
  return sheet?.sheet === "lend" ? `[data-agent="${CSS.escape(sheet.person.agent.id)}"] .pp-m` : null;
}

const FOCUS_AFTER_MS = 400;

function TeamMenu({ team, teams, all, onTeam }: { team: Id | null; teams: readonly TeamRef[]; all: boolean; onTeam: (team: Id | null) => void }) {
  const { t } = useTranslation();
  const name = teams.find((one) => one.id === team)?.name;
  return (
    <Menu
      label={t("floor.teams")}
      trigger={
        <button type="button" className="btn">
          <Icon of={UsersRound} size="s" />
          {name ?? t("floor.all_teams")}
          <Icon of={ChevronDown} size="s" />
        </button>
      }
    >
      {all ? (
        <MenuItem checked={team === null} onSelect={() => onTeam(null)}>
          {t("floor.all_teams")}
        </MenuItem>
      ) : null}
      {teams.map((one) => (
        <MenuItem key={one.id} checked={one.id === team} onSelect={() => onTeam(one.id)}>
          {one.name}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Nothing({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (error === null)
    return (
      <div role="status" className="grid g4">
        <span className="vh">{t("loading")}</span>
        <span className="sk floor-sk" aria-hidden="true" />
        <span className="sk floor-sk tall" aria-hidden="true" />
      </div>
    );
  const forbidden = error instanceof Refused && error.problem.status === 403;
  return (
    <div className="banner bad" role="alert">
      <span>{t(forbidden ? "floor.forbidden" : "floor.failed")}</span>
    </div>
  );
}
