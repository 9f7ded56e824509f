import {
  Check,
  ChevronsUp,
  ClipboardCheck,
  FileText,
  Handshake,
  Info,
  type LucideIcon,
  Minus,
  Radar,
  Route,
  ShieldCheck,
  Tag,
  Users,
} from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { type Decisions, type Happened, LANES, type Turn } from "../../api/decisions.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { useFigures } from "./words.ts";

const ICONS: Readonly<Record<Happened, LucideIcon>> = {
  stayed: Minus,
  offered: Users,
  handed_off: Check,
  held: ClipboardCheck,
  stood_by: Radar,
  marked: Tag,
  raised: ChevronsUp,
  answered: Check,
};

/** What came of a turn, and what else is known of it, a line each. */
export function OutcomeLines({ turn, decisions, first }: { turn: Turn; decisions: Decisions; first: boolean }) {
  return (
    <>
      <Came turn={turn} />
      <Stands turn={turn} />
      {first ? <Promise decisions={decisions} /> : null}
      <Notes turn={turn} />
    </>
  );
}

function Came({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const kind = turn.outcome?.kind;
  if (kind === null || kind === undefined || kind === "answered") return null;
  const { rule = "", rule_name, lane = "" } = turn.outcome ?? {};
  const quiet = kind === "stayed" || kind === "marked" || kind === "raised";
  const number = LANES.findIndex((one) => one === lane) + 1;
  const near = (turn.rules ?? []).find((one) => one.state === "near");
  const also = (turn.rules ?? []).filter((one) => one.state === "matched" && one.id !== rule);
  const values = { rule: ruleName(t, rule, rule_name), lane: number, near: near === undefined ? "" : ruleName(t, near.id, near.name) };
  const key = kind === "stayed" ? (near === undefined ? "stayed" : "stayed_near") : rule === "" ? `${kind}_plain` : kind;
  return (
    <p className={quiet ? "out mut" : "out"}>
      <Icon of={ICONS[kind]} size="s" />
      <span>
        <Trans i18nKey={`decisions.out.${key}`} values={values} components={{ b: <b /> }} />
        {also.length > 0 && kind !== "stayed" ? ` ${t("decisions.out.also", { count: also.length, rules: also.map((one) => t("quoted", { text: ruleName(t, one.id, one.name) })).join(", ") })}` : null}
      </span>
    </p>
  );
}

/** Where an answer stands written; an answer that stands nowhere says so by its silence. */
function Stands({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const titles = (turn.sources ?? []).map((one) => one.title);
  if (titles.length === 0) return null;
  return (
    <p className="out mut">
      <Icon of={FileText} size="s" />
      <span>
        {t("decisions.from")} <bdi>{titles.map((title) => t("quoted", { text: title })).join(", ")}</bdi>
      </span>
    </p>
  );
}

/** The wait that was promised beside the wait that it was. */
function Promise({ decisions }: { decisions: Decisions }) {
  const { t } = useTranslation();
  const { seconds } = useFigures();
  const { promised_s, took_s } = decisions;
  if (took_s === null || took_s === undefined) return null;
  const [low, high] = promised_s ?? [0, 0];
  const minutes = (s: number): number => Math.max(1, Math.round(s / 60));
  const promised = promised_s == null ? null : minutes(low) === minutes(high) ? t("decisions.about", { count: minutes(high) }) : t("decisions.between", { low: minutes(low), high: minutes(high) });
  return (
    <p className="out">
      <Icon of={Handshake} size="s" />
      <span>
        {promised === null ? null : `${promised} `}
        <b>{t("decisions.took", { time: seconds(took_s) })}</b>
      </span>
    </p>
  );
}

const NOTE_ICONS: Readonly<Record<string, LucideIcon>> = {
  route: Route,
  "shield-check": ShieldCheck,
  "clipboard-check": ClipboardCheck,
  check: Check,
  minus: Minus,
  tag: Tag,
  users: Users,
};

/** Where an answer stands and what was promised have words of their own here, in every language. */
const SAID_ALREADY: ReadonlySet<string> = new Set(["file-text", "handshake"]);

/** The server's own remarks are English sentences: where another language is read, they are left to the API. */
function Notes({ turn }: { turn: Turn }) {
  const { i18n } = useTranslation();
  if (i18n.language !== "en") return null;
  const shown = (turn.notes ?? []).filter((note) => !SAID_ALREADY.has(note.icon));
  return shown.map((note) => (
    <p className="out mut" key={note.text}>
      <Icon of={NOTE_ICONS[note.icon] ?? Info} size="s" />
      <span dir="auto">{note.text}</span>
    </p>
  ));
}
