import { useQuery } from "@tanstack/react-query";
import { BookOpen, Bot, CircleHelp, ClipboardCheck, MessageSquareQuote, PencilLine, ShieldCheck, ShieldQuestionMark, Sparkles, TriangleAlert, Undo2, UserRound, Waypoints } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Assistant, Failing } from "../../api/assistant.ts";
import type { ActionShown } from "../../api/doing.ts";
import { Refused } from "../../api/transport.ts";
import { useStagehand } from "../../actions/use.ts";
import { show, useCommands, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { useAgo, useLanguage, usePercent } from "../../ui/figures.ts";

/** For whoever works beside it: what it knows, may do and may say, and where it needs us. */
export function AssistantPage() {
  const { t } = useTranslation();
  const commands = useCommands();
  const asked = useQuery({
    queryKey: ["assistant"],
    queryFn: () => commands.get<Assistant>("/assistant"),
    staleTime: 10_000,
    retry: (tries, error) => tries < 2 && !(error instanceof Refused && !error.passing),
  });
  return (
    <>
      <header className="page-h">
        <div className="page-t">
          <h1>{t("assistant.title")}</h1>
          <p className="xs dim">{t("assistant.subtitle")}</p>
        </div>
      </header>
      <div className="page-b">
        {asked.data !== undefined ? (
          <Shown assistant={asked.data} />
        ) : asked.isPending ? (
          <div className="grid g4" role="status">
            <span className="vh">{t("loading")}</span>
            <i className="sk tall" />
            <i className="sk tall" />
            <i className="sk tall" />
          </div>
        ) : (
          <div className="empty" role="alert">
            <h2>{t("assistant.failed")}</h2>
            <button type="button" className="btn" onClick={() => void asked.refetch()}>
              {t("try_again")}
            </button>
          </div>
        )}
      </div>
    </>
  );
}

function Shown({ assistant }: { assistant: Assistant }) {
  const { t } = useTranslation();
  return (
    <div className="as">
      {assistant.covers.trouble ? (
        <p className="banner as-wide" role="alert">
          <span>
            {t("assistant.trouble")} <bdi lang="en">{assistant.covers.trouble}</bdi>
          </span>
        </p>
      ) : null}
      <Who assistant={assistant} />
      <Week assistant={assistant} />
      <Covers assistant={assistant} />
      <div className="grid g4">
        <MayDo actions={assistant.actions} />
        <MaySay assistant={assistant} />
      </div>
      <Fails fails={assistant.fails} />
    </div>
  );
}

/** Who answers: articles as they stand written, a model that reads them, or another machine. */
function Who({ assistant }: { assistant: Assistant }) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const { by, name, covers } = assistant;
  const languages = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(covers.languages.map(language));
  return (
    <section className="card pad as-who" aria-label={t("assistant.who")}>
      <Avatar voice="bot" size="l" />
      <div className="grid g1">
        <h2>
          <bdi>{name}</bdi> <span className="chip bot">{t("voice.automated")}</span>
        </h2>
        <p className="sm mut">
          <Icon of={by === "model" ? Sparkles : by === "remote" ? Bot : BookOpen} size="s" /> {t(`assistant.by.${by}`, { defaultValue: by, name })}
        </p>
        {covers.languages.length === 0 ? null : <p className="sm mut">{t("assistant.languages", { languages })}</p>}
      </div>
    </section>
  );
}

/** The last days in four figures; each says what it counts, and shares stand beside their n. */
function Week({ assistant }: { assistant: Assistant }) {
  const { t, i18n } = useTranslation();
  const percent = usePercent();
  const { answers, missed, handed_over, solved, days } = assistant.last_days;
  const whole = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`);
  const share = (n: number): string => (answers < 20 ? "" : t("assistant.share", { share: percent(n / answers) }));
  const figures = [
    ["answers", answers, ""],
    ["solved", solved, ""],
    ["missed", missed, share(missed)],
    ["handed_over", handed_over, ""],
  ] as const;
  return (
    <section aria-labelledby="assistant-week" className="card">
      <div className="card-h">
        <h2 id="assistant-week">{t("assistant.week", { count: days })}</h2>
      </div>
      <div className="stats as-stats">
        {figures.map(([name, value, more]) => (
          <div className="stat" key={name}>
            <span className="k">{t(`assistant.figure.${name}`)}</span>
            <span className="v num">{whole.format(value)}</span>
            <span className="x">{more === "" ? t(`assistant.figure.${name}_help`) : more}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** Topics that are shown at first. */
const FEW = 8;

function Covers({ assistant }: { assistant: Assistant }) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const percent = usePercent();
  const id = useId();
  const { topics, covers } = assistant;
  const [all, setAll] = useState(false);
  const shown = all ? topics : topics.slice(0, FEW);
  const most = Math.max(1, ...topics.map((topic) => topic.used));
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-h wrap">
        <h2 id={id}>{t("assistant.covers")}</h2>
        <span className="xs dim">{t("assistant.covers_of", { on: covers.on, count: covers.items })}</span>
        <span className="sp" />
        <button type="button" className="btn sm ghost" onClick={() => hands.go("/knowledge")}>
          <Icon of={BookOpen} size="s" />
          {t("assistant.to_knowledge")}
        </button>
      </div>
      {topics.length === 0 ? (
        <p className="sm mut as-none">{t("assistant.no_topics")}</p>
      ) : (
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t("assistant.topic")}</th>
              <th scope="col" className="n">
                {t("assistant.used")}
              </th>
              <th scope="col" className="n">
                {t("assistant.helped")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((topic) => (
              <tr key={topic.title}>
                <td>
                  <bdi>{topic.title}</bdi>
                  <span className="bar" aria-hidden="true">
                    <i style={{ inlineSize: `${Math.round((topic.used / most) * 100)}%` }} />
                  </span>
                </td>
                <td className="n num">{topic.used}</td>
                <td className="n num">{topic.helped === null ? <span className="xs dim">{t("knowledge.too_few")}</span> : percent(topic.helped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length === topics.length ? null : (
        <p className="as-more">
          <button type="button" className="btn sm ghost" onClick={() => setAll(true)}>
            {t("assistant.all_topics", { count: topics.length })}
          </button>
        </p>
      )}
    </section>
  );
}

/** What it can do in other systems, and what it has to be given first. */
function MayDo({ actions }: { actions: readonly ActionShown[] }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-h">
        <h2 id={id}>{t("assistant.may_do")}</h2>
      </div>
      {actions.length === 0 ? (
        <p className="sm mut as-none">{t("assistant.no_actions")}</p>
      ) : (
        <ul>
          {actions.map((action) => (
            <li className="as-row" key={action.id}>
              <span className="grid g1">
                <b dir="auto">{action.title}</b>
                {action.description === "" ? null : (
                  <span className="sm mut" dir="auto">
                    {action.description}
                  </span>
                )}
                <span className="row wrap g1">
                  {needsOf(action).map(({ word, icon }) => (
                    <span className="chip" key={word}>
                      <Icon of={icon} />
                      {t(`assistant.needs.${word}`)}
                    </span>
                  ))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function needsOf(action: ActionShown) {
  const needs = [
    { word: "alone", icon: Sparkles, is: action.who.includes("bot") && !action.needs_yes && !action.needs_identity && !action.needs_approval },
    { word: "people_only", icon: UserRound, is: !action.who.includes("bot") },
    { word: "identity", icon: ShieldCheck, is: action.needs_identity },
    { word: "yes", icon: MessageSquareQuote, is: action.needs_yes },
    { word: "approval", icon: ClipboardCheck, is: action.needs_approval },
    { word: "undo", icon: Undo2, is: action.undo === true || (typeof action.undo === "string" && action.undo !== "") },
  ] as const;
  return needs.filter((need) => need.is);
}

/** What it says by itself, and which answers wait for a person's word. */
function MaySay({ assistant }: { assistant: Assistant }) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const waiting = useDesk((desk) => desk.counts.approvals ?? 0);
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-h wrap">
        <h2 id={id}>{t("assistant.may_say")}</h2>
        <span className="sp" />
        {waiting === 0 ? null : (
          <button
            type="button"
            className="btn sm draft"
            onClick={() => {
              show({ view: "approvals" });
              hands.go("/");
            }}
          >
            {t("approval.count", { count: waiting })}
          </button>
        )}
      </div>
      <ul>
        <li className="as-row">
          <span className="row g2 sm">
            <Icon of={BookOpen} size="s" className="dim" />
            {t("assistant.says_known")}
          </span>
        </li>
        {assistant.may_say.map((one) => (
          <li className="as-row" key={one.rule + one.text}>
            <span className="grid g1">
              <span className="row g2 sm">
                <Icon of={ClipboardCheck} size="s" className="dim" />
                <bdi>{one.text}</bdi>
              </span>
              {one.rule === "" ? null : <span className="xs dim as-rule">{t("assistant.by_rule", { rule: ruleName(t, one.rule, one.rule) })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WHY_ICON = { missed: CircleHelp, low_confidence: TriangleAlert, handed_over: UserRound, error: TriangleAlert } as const;

/** The latest that went wrong, each with the way to read it and to mend it. */
function Fails({ fails }: { fails: readonly Failing[] }) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const ago = useAgo();
  const id = useId();
  return (
    <section className="card as-wide" aria-labelledby={id}>
      <div className="card-h">
        <h2 id={id}>{t("assistant.fails")}</h2>
      </div>
      {fails.length === 0 ? (
        <p className="sm mut as-none">{t("assistant.no_fails")}</p>
      ) : (
        <ul>
          {fails.map((one) => (
            <li className="as-row as-fail" key={`${one.at}${one.question}`}>
              <span className={one.why === "error" ? "bad" : "warn"}>
                <Icon of={WHY_ICON[one.why as keyof typeof WHY_ICON] ?? CircleHelp} size="s" />
              </span>
              <span className="grid g1">
                <span dir="auto">“{one.question}”</span>
                <span className="xs dim">{[t(`assistant.why.${one.why}`, { defaultValue: one.why }), one.case === null || one.case === "" ? "" : t("knowledge.answers.case", { case: one.case }), ago(one.at)].filter(Boolean).join(" · ")}</span>
              </span>
              <span className="row g1 as-go">
                {one.conversation === null ? null : (
                  <button type="button" className="btn sm" onClick={() => hands.go(`/conversations/${encodeURIComponent(one.conversation ?? "")}/decisions`)}>
                    <Icon of={Waypoints} size="s" />
                    {t("assistant.read")}
                  </button>
                )}
                <button type="button" className="btn sm" onClick={() => hands.go(one.item === null ? "/knowledge" : `/knowledge/${encodeURIComponent(one.item)}`)}>
                  <Icon of={one.item === null ? BookOpen : PencilLine} size="s" />
                  {t(one.item === null ? "assistant.to_gaps" : "assistant.mend")}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="help as-note">
        <Icon of={ShieldQuestionMark} size="xs" /> {t("assistant.fails_help")}
      </p>
    </section>
  );
}
