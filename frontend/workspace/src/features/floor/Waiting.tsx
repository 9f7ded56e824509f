import { BellRing, Crown, Ellipsis, Frown, MoveRight, Siren, Tag, UserRoundCheck } from "lucide-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Floor, FloorRow } from "../../api/floor.ts";
import type { Id } from "../../api/types.ts";
import { stopwatch } from "../../state/durations.ts";
import { useAt, useNow } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { riskAt, waitedMs } from "./reading.ts";
import { useSteady } from "./useSteady.ts";

/** So many rows at first and with every wish for more: ten thousand in line must not stop the page. */
const STEP = 40;

export interface WaitingProps {
  floor: Floor;
  leads: boolean;
  onPeek: (conversation: Id) => void;
  onTakeOver: (conversation: Id) => void;
  onAssign: (row: FloorRow) => void;
  onMove: (rows: readonly FloorRow[]) => void;
  onTeam: (team: Id) => void;
}

/** Who waits, why, how long against what was promised, and why nobody has come yet. */
export function Waiting({ floor, leads, onPeek, onTakeOver, onAssign, onMove, onTeam }: WaitingProps) {
  const { t } = useTranslation();
  const [most, setMost] = useState(STEP);
  const { rows, holding } = useSteady(floor);
  const shown = rows.slice(0, most);
  return (
    <section className="card" aria-labelledby="floor-waiting">
      <div className="card-h">
        <h2 id="floor-waiting">{t("floor.waiting_now")}</h2>
        <span className="badge soft">{floor.waiting.count > 9999 ? "9999+" : floor.waiting.count}</span>
        <span className="sp" />
        <span className="xs dim">{rows.length > 1 ? t("floor.at_risk_first") : null}</span>
        {leads && rows.length > 0 ? (
          <button type="button" className="btn sm" onClick={() => onMove([])}>
            <Icon of={MoveRight} size="s" flip />
            {t("floor.move")}
          </button>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <p className="sec sm mut">{t("floor.nobody_waits_long")}</p>
      ) : (
        <div className="tw" tabIndex={0} role="group" aria-label={t("floor.waiting_now")} {...holding}>
          <table className="tbl stack floor-line" role="table" aria-rowcount={floor.line.length + 1}>
            <thead role="rowgroup">
              <tr role="row">
                {["customer", "why", "team", "wait"].map((name) => (
                  <th scope="col" role="columnheader" key={name}>
                    {t(`floor.col.${name}`)}
                  </th>
                ))}
                <th scope="col" role="columnheader">
                  <span className="vh">{t("floor.col.acts")}</span>
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {shown.map((row) => (
                <Row key={row.conversation} row={row} leads={leads} onPeek={onPeek} onTakeOver={onTakeOver} onAssign={onAssign} onMove={onMove} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > most || floor.more.some((one) => one.count > 0) ? (
        <p className="sec sm row wrap">
          {rows.length > most ? (
            <button type="button" className="as-link" onClick={() => setMost((count) => count + STEP)}>
              {t("floor.show_more", { count: Math.min(STEP, rows.length - most) })}
            </button>
          ) : null}
          {floor.more
            .filter((one) => one.count > 0)
            .map((one) => (
              <button type="button" className="as-link" key={one.team.id} onClick={() => onTeam(one.team.id)}>
                {t("floor.more_in", { count: one.count, team: one.team.name })}
              </button>
            ))}
        </p>
      ) : null}
    </section>
  );
}

type RowProps = { row: FloorRow } & Pick<WaitingProps, "leads" | "onPeek" | "onTakeOver" | "onAssign" | "onMove">;

const Row = memo(function Row({ row, leads, onPeek, onTakeOver, onAssign, onMove }: RowProps) {
  const { t } = useTranslation();
  const name = row.customer.name ?? t("visitor", { case: row.case });
  // The mark at the edge is drawn from what the clock says, not from the last frame.
  const over = useAt((time) => riskAt(row, time) === "over");
  return (
    <tr role="row" className={over ? "risk" : undefined} data-conversation={row.conversation}>
      <td role="cell">
        <div className="row">
          <Avatar voice="customer" size="s" initials={row.customer.initials} />
          <div className="floor-who">
            <b dir="auto">{name}</b>
            {row.quote === "" ? null : (
              <p className="xs dim ell" dir="auto" title={row.quote}>
                {t("quoted", { text: row.quote })}
              </p>
            )}
          </div>
        </div>
      </td>
      <td role="cell" className="floor-why">
        <span className="row wrap g1">
          <span>{t(`reason.${row.reason}`, { defaultValue: row.reason_text })}</span>
          <Flags of={row} />
        </span>
        <NotYet row={row} />
      </td>
      <td role="cell">{row.team.name}</td>
      <td role="cell">
        <Wait row={row} />
      </td>
      <td role="cell" className="full end-t nowrap">
        {leads ? (
          <span className="row g1 floor-acts">
            <button type="button" className="btn sm" data-peek={row.conversation} aria-label={t("floor.peek_at", { name })} onClick={() => onPeek(row.conversation)}>
              {t("floor.peek")}
            </button>
            <button type="button" className="btn sm" aria-label={t("floor.take_over_of", { name })} onClick={() => onTakeOver(row.conversation)}>
              {t("floor.take_over")}
            </button>
            <Menu
              label={t("floor.more_acts", { name })}
              trigger={
                <button type="button" className="ib sm" aria-label={t("floor.more_acts", { name })}>
                  <Icon of={Ellipsis} size="s" />
                </button>
              }
            >
              <MenuItem icon={UserRoundCheck} onSelect={() => onAssign(row)}>
                {t("floor.assign")}
              </MenuItem>
              <MenuItem icon={MoveRight} flip onSelect={() => onMove([row])}>
                {t("floor.move")}
              </MenuItem>
            </Menu>
          </span>
        ) : null}
      </td>
    </tr>
  );
}, sameRow);

/** A frame brings every row anew; what reads the same is not drawn again. */
function sameRow(before: RowProps, after: RowProps): boolean {
  return before.leads === after.leads && JSON.stringify({ ...before.row, waited_s: 0 }) === JSON.stringify({ ...after.row, waited_s: 0 });
}

const FLAGS = { angry: Frown, vip: Crown, urgent: Siren } as const;

function Flags({ of: row }: { of: FloorRow }) {
  const { t } = useTranslation();
  const flags = row.priority === "urgent" && !row.flags.includes("urgent") ? ["urgent", ...row.flags] : row.flags;
  return flags.map((flag) => (
    <span className={flag === "angry" || flag === "urgent" ? "chip bad" : "chip line"} key={flag}>
      <Icon of={FLAGS[flag as keyof typeof FLAGS] ?? Tag} />
      {t(`floor.flag.${flag}`, { defaultValue: flag })}
    </span>
  ));
}

/** At whom it rings, or why it rings at nobody. */
function NotYet({ row }: { row: FloorRow }) {
  const { t } = useTranslation();
  if (row.stage === "offered" && row.offered_to !== null) {
    return (
      <p className="xs row g1 floor-rings">
        <Icon of={BellRing} size="xs" className="person-c" />
        <span dir="auto">{t("floor.rings_at", { name: row.offered_to.name })}</span>
        {row.until === null ? null : <Countdown until={row.until} />}
      </p>
    );
  }
  return row.why_not_yet === "" ? null : (
    <p className="xs dim" dir="auto">
      {row.why_not_yet}
    </p>
  );
}

export function Countdown({ until }: { until: string }) {
  const left = useAt((time) => Math.max(0, Math.round((Date.parse(until) - time) / 1000)));
  return <span className="num dim">{stopwatch(left * 1000)}</span>;
}

function Wait({ row }: { row: FloorRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const risk = riskAt(row, now);
  const tone = risk === "over" ? "bad" : risk === "near" ? "warn" : undefined;
  const waited = stopwatch(waitedMs(row, now));
  const promised = row.promised_s;
  return (
    <div className="grid g1">
      <span className="num">
        <b className={tone}>{waited}</b> <span className="dim">{promised === null ? t("floor.no_promise") : t("floor.of_promise", { time: stopwatch(promised * 1000) })}</span>
        {risk === "over" ? <span className="vh"> {t("floor.past_promise")}</span> : null}
      </span>
      {promised === null ? null : (
        <div className={tone === undefined ? "prog wait" : `prog wait ${tone}`} aria-hidden="true">
          <i style={{ inlineSize: `${Math.min(100, Math.round((waitedMs(row, now) / 10 / promised)))}%` }} />
        </div>
      )}
    </div>
  );
}
