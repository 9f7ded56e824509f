import { ArrowRight } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import type { EventBody } from "../../api/types.ts";
import { KNOWN, ruleOf, type SystemLine } from "../../state/lines.ts";
import { useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";
import { dayAndTime, When } from "../../ui/When.tsx";

/** What happened, in one quiet line; the pass only where a conversation goes to a person. */
export function SystemLineView({ line, customer }: { line: SystemLine; customer: string | null }) {
  const { t, i18n } = useTranslation();
  const me = useDesk((desk) => desk.me);
  const people = useDesk((desk) => desk.people);
  const ruleNames = useDesk((desk) => desk.ruleNames);
  const runTitle = String(line.body["title"] ?? "");
  const rule = ruleOf(line.body);
  const teams = me?.teams ?? [];
  const { body, kind } = line;
  const you = (name: string | null | undefined): string =>
    name !== undefined && name !== null && me !== null && (name === me.name || me.name.startsWith(`${name} `))
      ? t("you_inside")
      : (name ?? "");
  const actor = typeof body.agent === "string" ? (body.agent === me?.id ? me.name : people[body.agent]?.name) : body.agent?.name;
  const who = body.name || body.by || actor;
  const name = INSIDE.has(kind) || you(who) !== t("you_inside") ? you(who) : t("you");
  const teamName = (id: string | null | undefined): string =>
    teams.find((team) => team.id === id)?.name ?? id ?? "";
  const time = (at: unknown): string => (typeof at === "string" ? dayAndTime(at, i18n.language) : "");

  if (kind === "transferred") {
    return (
      <Sys>
        <b>
          <bdi>{name}</bdi> <Icon of={ArrowRight} size="xs" flip /> <bdi>{you(body.to_name) || teamName(body.to_team)}</bdi>
        </b>
        {body.why ? (
          <>
            {" "}
            · <span dir="auto">“{body.why}”</span>
          </>
        ) : null}{" "}
        · <When at={line.at} />
      </Sys>
    );
  }
  if (!KNOWN.has(kind)) {
    return (
      <Sys>
        <span dir="auto">{body.text}</span> · <When at={line.at} />
      </Sys>
    );
  }
  const values = {
    name,
    rule: rule === null ? "" : ruleName(t, rule, ruleNames[rule]),
    priority: t(`priority.${priorityOf(body["priority"])}`),
    what: kind === "marked" ? marksOf(body, teamName, t) : "",
    customer: customer ?? t("the_customer_start"),
    team: teamName(body.team),
    reason: t(`reason_short.${body.reason ?? "policy"}`, { defaultValue: body.reason ?? "" }),
    case: body.case ?? "",
    until: body.until ? time(body.until) : t("snooze.word_inside"),
    answer_by: time(body.answer_by),
    outcome: t(`outcome.${body.outcome ?? "unknown"}`, { defaultValue: body.outcome ?? "" }),
    score: body.score ?? "",
    tags: body.tags?.join(", ") ?? "",
    email: String(body["email"] ?? ""),
    title: runTitle,
    why: body.why ?? "",
    dropped: droppedOf(body, teamName, t),
    call: t(`call.outcome.${String(body["outcome"] ?? "")}`, { defaultValue: "" }),
    again_at: time(body["again_at"]),
    verdict: t(`verdict.${body.verdict ?? "right"}`),
    label: body.label ?? String(body["field"] ?? ""),
  };
  return (
    <Sys pass={line.pass}>
      <Trans i18nKey={`line.${keyOf(kind, body, rule)}`} values={values} components={{ b: <b dir="auto" /> }} /> · <When at={line.at} />
      {body.comment ? (
        <>
          {" "}
          · <bdi className="mut">“{body.comment}”</bdi>
        </>
      ) : null}
    </Sys>
  );
}

/** Which sentence a line has: some tell how it went, some name the rule where there is one. */
function keyOf(kind: string, body: EventBody, rule: string | null): string {
  if (kind === "action_over") return `action_over_${["stopped", "rejected", "lapsed"].includes(String(body["how"])) ? String(body["how"]) : "overtaken"}`;
  if (kind === "alarm") return `alarm_${String(body["what"] ?? "promise_due")}`;
  if (kind === "wait_outgrown") return Number(body["n"] ?? 1) > 1 ? "wait_outgrown_again" : kind;
  if (kind === "call_tried") return typeof body["again_at"] === "string" ? "call_tried_again" : kind;
  if (kind === "identity_proven") return body["how"] === "code" ? "identity_by_code" : "identity_by_token";
  if (kind === "draft_settled") return `draft_${String(body["how"] ?? "overtaken")}`;
  // To say that somebody asked is to name the rule.
  if (rule === null || (kind === "handoff_requested" && body.reason === "asked")) return kind;
  return NAMES_ITS_RULE.has(kind) ? `${kind}_by_rule` : kind;
}

/** What a waiting person needs no more: skills, the language, or who else may come now. */
function droppedOf(body: EventBody, teamName: (id: string) => string, t: ReturnType<typeof useTranslation>["t"]): string {
  const list = (of: unknown): string[] => (Array.isArray(of) ? of.map(String) : []);
  const parts = list(body["dropped"]).map((one) => (one === "*" ? t("line.relaxed_all") : one === "language" ? t("line.relaxed_language") : t("line.relaxed_skill", { name: one })));
  if (Number(body["lowered"] ?? 0) > 0) parts.push(t("line.relaxed_level"));
  const teams = list(body["teams"]).map(teamName);
  if (teams.length > 0) parts.push(t("line.relaxed_teams", { names: teams.join(", ") }));
  return parts.join(" · ");
}

const NAMES_ITS_RULE: ReadonlySet<string> = new Set(["handoff_requested", "person_offered", "tagged", "team_changed", "draft_held"]);

/** Events carry it by name or by its number. */
function priorityOf(kept: unknown): string {
  const name = typeof kept === "number" ? PRIORITIES[kept] : kept;
  return PRIORITIES.find((one) => one === name) ?? "normal";
}

const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

function marksOf(body: EventBody, teamName: (id: string) => string, t: ReturnType<typeof useTranslation>["t"]): string {
  const { skills } = body;
  const priority = priorityOf(body["priority"]);
  const parts = [
    priority !== "normal" ? t("line.mark_priority", { priority: t(`priority.${priority}`) }) : "",
    body.team ? t("line.mark_team", { team: teamName(body.team) }) : "",
    Array.isArray(skills) ? skills.join(", ") : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Sentences that do not begin with the name. */
const INSIDE: ReadonlySet<string> = new Set(["offer_lapsed", "guest_invited", "draft_settled", "stood_by", "action_over"]);

function Sys({ pass, children }: { pass?: boolean; children: React.ReactNode }) {
  return (
    <p className={pass === true ? "sys pass-line" : "sys"}>
      <span className="sys-t">{children}</span>
    </p>
  );
}
