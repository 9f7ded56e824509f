import { useQuery } from "@tanstack/react-query";
import { Check, ChevronRight, Clock, RefreshCw, Route, TriangleAlert, X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Considered, Routing } from "../../api/line.ts";
import type { Item } from "../../api/types.ts";
import { observable } from "../../core/observable.ts";
import { stopwatch } from "../../state/durations.ts";
import { useCommands, useNow, useObservable } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { useLanguage } from "../../ui/figures.ts";
import { Icon } from "../../ui/Icon.tsx";
import { dayAndTime } from "../../ui/When.tsx";

/** Who has looked once wants to look again: it stays open from conversation to conversation. */
const opened = observable(false);
const REFRESH_MS = 5000;
const MOST = 6;
const WAITS: ReadonlySet<string> = new Set(["waiting", "offered", "deferred"]);

/** Why this person and not another, or why nobody yet: the same reasons by which it was decided. */
export function RoutingWhy({ item }: { item: Item }) {
  const { t } = useTranslation();
  const open = useObservable(opened, (value) => value);
  const id = useId();
  const waits = WAITS.has(item.stage);
  if (item.stage === "with_bot" || item.reason === null) return null;
  return (
    <section className="card lift why-r" aria-labelledby={id}>
      <h2 id={id}>
        <button type="button" className="why-h" aria-expanded={open} onClick={() => opened.set(!open)}>
          <Icon of={Route} size="s" className="dim" />
          {t(waits ? "brief.why_not_yet" : "brief.why_me")}
          <span className="sp" />
          <Icon of={ChevronRight} size="s" flip className="why-t" />
        </button>
      </h2>
      {open ? <Reasons item={item} waits={waits} /> : null}
    </section>
  );
}

function Reasons({ item, waits }: { item: Item; waits: boolean }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const language = useLanguage();
  const asked = useQuery({
    queryKey: ["routing", item.id, item.seq],
    queryFn: () => commands.get<Routing>(`/conversations/${encodeURIComponent(item.id)}/routing`),
    refetchInterval: waits ? REFRESH_MS : false,
    placeholderData: (before) => before,
    retry: false,
  });
  if (asked.isError) return <p className="sec sm mut">{t("routing.failed")}</p>;
  if (asked.data === undefined) return <p className="sec sm mut">{t("loading")}</p>;
  const why = asked.data;
  return (
    <>
      {why.text === "" ? null : (
        <p className="sec sm" dir="auto">
          {why.text}
        </p>
      )}
      {why.needs.length === 0 && why.language === null && why.relaxes === null ? null : (
        <div className="sec">
          <h3>{t("routing.needs")}</h3>
          <ul className="row wrap g1">
            {why.needs.map((need) => (
              <li className={need.dropped ? "chip line dropped" : "chip line"} key={need.name}>
                <span dir="auto">{need.name}</span>
                {need.level > 1 ? <span className="dim">{t("routing.level", { level: need.level })}</span> : null}
                {need.dropped ? <span className="vh">{t("routing.dropped")}</span> : null}
              </li>
            ))}
            {why.language === null ? null : <li className="chip line">{language(why.language)}</li>}
          </ul>
          {why.relaxes === null ? null : <Relaxes at={why.relaxes.at} text={why.relaxes.text} />}
        </div>
      )}
      {why.ahead.length === 0 ? null : (
        <div className="sec">
          <h3>{t("routing.ahead", { count: why.ahead.length })}</h3>
          <ul className="steps">
            {why.ahead.slice(0, MOST).map((one) => (
              <li key={one.conversation}>
                <span className="dim num">·</span>
                <span dir="auto">
                  {one.case ? `${t("due.case")}: ` : null}
                  {one.why}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {why.considered.length === 0 ? null : (
        <div className="sec">
          <h3>{t("routing.considered")}</h3>
          <People considered={why.considered} />
        </div>
      )}
      {why.decisions.length === 0 ? null : (
        <div className="sec">
          <h3>{t("routing.decisions")}</h3>
          <ol className="steps">
            {why.decisions.map((one) => (
              <Decided key={`${one.seq}:${one.at}`} one={one} />
            ))}
          </ol>
        </div>
      )}
    </>
  );
}

function Relaxes({ at, text }: { at: string; text: string }) {
  const { t, i18n } = useTranslation();
  const left = Date.parse(at) - useNow();
  return (
    <p className="sm row g2 why-x">
      <Icon of={Clock} size="s" className="dim" />
      <span>
        <b className="num">{left > 0 && left < 3_600_000 ? t("routing.in", { time: stopwatch(left) }) : dayAndTime(at, i18n.language)}</b> <span dir="auto">{text}</span>
      </span>
    </p>
  );
}

function People({ considered }: { considered: readonly Considered[] }) {
  const { t } = useTranslation();
  const sorted = [...considered].sort((one, other) => Number(other.fits) - Number(one.fits));
  const rest = sorted.length - MOST;
  return (
    <ul className="why-p">
      {sorted.slice(0, MOST).map((one) => (
        <li key={one.agent.id} title={one.text}>
          <Avatar voice="person" size="xs" initials={one.agent.initials} />
          <b className="ell" dir="auto">
            {one.agent.name}
          </b>
          <span className="xs mut">{words(t, one)}</span>
          <Icon of={one.fits ? Check : X} size="s" className={one.fits ? "ok" : "dim"} />
          <span className="vh">{t(one.fits ? "routing.fits" : "routing.fits_not")}</span>
        </li>
      ))}
      {rest > 0 ? <li className="xs dim">{t("routing.others", { count: rest })}</li> : null}
    </ul>
  );
}

/** Short words for each reason, in the reader's language; the server's sentence where a code is new. */
function words(t: ReturnType<typeof useTranslation>["t"], one: Considered): string {
  const known = one.codes.map((code) => t(`routing.code.${code}`, { defaultValue: "" })).filter((word) => word !== "");
  return known.length > 0 ? known.join(", ") : one.text;
}

function Decided({ one }: { one: Routing["decisions"][number] }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <Icon of={one.recomputed ? RefreshCw : TriangleAlert} size="s" className={one.recomputed ? "dim" : "warn"} />
      <span>
        <span className="num dim">{dayAndTime(one.at, i18n.language)}</span> <b dir="auto">{one.agent?.name ?? t("routing.nobody")}</b> <span dir="auto">{one.why}</span>{" "}
        <span className="xs dim">{t(one.recomputed ? "routing.same" : "routing.differs")}</span>
      </span>
    </li>
  );
}
