import { BellRing, CircleDot, Ellipsis, HandHelping } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Floor, FloorPerson } from "../../api/floor.ts";
import type { Status } from "../../api/types.ts";
import { stopwatch } from "../../state/durations.ts";
import { useNow } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../../ui/Menu.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { summary } from "./reading.ts";
import { Countdown } from "./Waiting.tsx";
import { useFigure } from "./useFigure.ts";

const STATUSES: readonly Status[] = ["available", "busy", "away", "offline"];
/** So many at first, and with every wish for more: a thousand clocks are no floor. */
const STEP = 60;
/** More dots than this say less than the figures do. */
const MOST_DOTS = 10;

export interface PeopleProps {
  floor: Floor;
  leads: boolean;
  onPlaces: () => void;
  onStatus: (person: FloorPerson, status: Status) => void;
  onLend: (person: FloorPerson) => void;
}

/** Who is there, with how much, and for how long already. */
export function People({ floor, leads, onPlaces, onStatus, onLend }: PeopleProps) {
  const { t } = useTranslation();
  const figure = useFigure();
  const { there, free } = summary(floor.people);
  const [most, setMost] = useState(STEP);
  const rest = floor.people.length - most;
  return (
    <section className="card" aria-labelledby="floor-people">
      <div className="card-h">
        <h2 id="floor-people">{t("floor.people")}</h2>
        {floor.people.length === 0 ? null : (
          <span className="xs dim">
            {t("floor.available", { count: there, of: floor.people.length })} · {t("floor.free", { count: free, places: figure(free) })}
          </span>
        )}
        <span className="sp" />
        {leads && floor.people.length > 0 ? (
          <button type="button" className="btn sm ghost" onClick={onPlaces}>
            {t("floor.places")}
          </button>
        ) : null}
      </div>
      {floor.people.length === 0 ? (
        <p className="sec sm mut">{t(floor.teams.length === 0 ? "floor.no_team" : "floor.nobody_on")}</p>
      ) : (
        <ul className="ppl">
          {floor.people.slice(0, most).map((person) => (
            <Person key={person.agent.id} person={person} at={floor.at} leads={leads} onStatus={onStatus} onLend={onLend} />
          ))}
        </ul>
      )}
      {rest > 0 ? (
        <p className="sec sm">
          <button type="button" className="as-link" onClick={() => setMost((count) => count + STEP)}>
            {t("floor.show_more", { count: Math.min(STEP, rest) })}
          </button>
        </p>
      ) : null}
    </section>
  );
}

function Person({ person, at, leads, onStatus, onLend }: { person: FloorPerson; at: string } & Pick<PeopleProps, "leads" | "onStatus" | "onLend">) {
  const { t } = useTranslation();
  const gone = person.status === "away" || person.status === "offline";
  const { agent } = person;
  return (
    <li className="pp" data-agent={agent.id}>
      <span className="av-w">
        <Avatar voice={gone ? "customer" : "person"} initials={agent.initials}>
          <span className={`pres ${person.status === "available" ? "ok" : person.status === "busy" ? "busy" : "off"}`} />
        </Avatar>
      </span>
      <b className="sm ell" dir="auto">
        {agent.name}
      </b>
      <State person={person} />
      <Places load={person.load} capacity={person.capacity} />
      <Longest person={person} at={at} />
      {leads ? (
        <Menu
          label={t("floor.about", { name: agent.name })}
          trigger={
            <button type="button" className="ib sm pp-m" aria-label={t("floor.about", { name: agent.name })}>
              <Icon of={Ellipsis} size="s" />
            </button>
          }
        >
          <MenuLabel>{t("floor.set_status")}</MenuLabel>
          {STATUSES.map((status) => (
            <MenuItem key={status} icon={CircleDot} checked={person.status === status} onSelect={() => onStatus(person, status)}>
              {t(`status.${status}`)}
            </MenuItem>
          ))}
          <MenuLine />
          <MenuItem icon={HandHelping} onSelect={() => onLend(person)}>
            {t("floor.lend")}
          </MenuItem>
        </Menu>
      ) : null}
    </li>
  );
}

/** Team and status in one line; what matters most at the moment stands instead of the status. */
function State({ person }: { person: FloorPerson }) {
  const { t, i18n } = useTranslation();
  const team = person.teams.map((one) => one.name).join(", ");
  const [lent] = person.lent;
  const parts: string[] = team === "" ? [] : [team];
  if (person.offer !== null) {
    return (
      <span className="xs dim row g1 pp-s">
        <Icon of={BellRing} size="xs" className="person-c" />
        <span className="ell" dir="auto">{t("floor.rings", { team })}</span>
        <Countdown until={person.offer.until} />
      </span>
    );
  }
  if (person.over) parts.push(t("floor.over_limit"));
  else if (person.back_at !== null && person.status !== "available") parts.push(t("floor.back", { at: dayAndTime(person.back_at, i18n.language) }));
  else if (lent !== undefined) parts.push(t("floor.helps", { team: lent.team.name, at: dayAndTime(lent.until, i18n.language) }));
  else parts.push(t(`floor.status.${person.status}`));
  return (
    <span className={person.over ? "xs warn pp-s ell" : "xs dim pp-s ell"} dir="auto">
      {parts.join(" · ")}
    </span>
  );
}

/** One dot a place, filled as far as it is taken; what is over the limit has another colour and another shape. */
export function Places({ load, capacity }: { load: number; capacity: number }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const over = load > capacity;
  const label = t(over ? "floor.load_over" : "list.capacity", { taken: figure(load), of: figure(capacity) });
  const dots = Math.ceil(Math.max(load, capacity) - 0.001);
  if (dots > MOST_DOTS) return <span className={over ? "xs warn num pips" : "xs num pips"}>{label}</span>;
  return (
    <span className="pips" role="img" aria-label={label} title={label}>
      {Array.from({ length: dots }, (_, n) => {
        const part = Math.min(1, Math.max(0, load - n));
        const full = part >= 0.995;
        const kind = n >= capacity ? "over" : full ? "on" : part > 0.005 ? "part" : "";
        return (
          // oxlint-disable-next-line react/no-array-index-key -- dots have no identity
          <i className={kind} key={n} style={kind === "part" ? ({ "--part": `${Math.round(part * 100)}%` } as React.CSSProperties) : undefined} />
        );
      })}
    </span>
  );
}

function Longest({ person, at }: { person: FloorPerson; at: string }) {
  const { t } = useTranslation();
  const now = useNow();
  if (person.longest_s === null) return <span className="xs dim tm">{person.status === "available" || person.status === "busy" ? "" : t(`floor.status.${person.status}`)}</span>;
  const ms = person.longest_s * 1000 + Math.max(0, now - Date.parse(at));
  return (
    <span className={person.over ? "xs warn tm num" : "xs dim tm num"} title={t("floor.longest_chat")}>
      <span className="vh">{t("floor.longest_chat")} </span>
      {stopwatch(ms)}
    </span>
  );
}

