import { ArrowRight } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { KNOWN, type SystemLine } from "../../state/lines.ts";
import { useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { dayAndTime, When } from "../../ui/When.tsx";

/** What happened, in one quiet line; the pass only where a conversation goes to a person. */
export function SystemLineView({ line, customer }: { line: SystemLine; customer: string | null }) {
  const { t, i18n } = useTranslation();
  const me = useDesk((desk) => desk.me);
  const people = useDesk((desk) => desk.people);
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
    customer: customer ?? t("the_customer_start"),
    team: teamName(body.team),
    reason: t(`reason_short.${body.reason ?? "policy"}`, { defaultValue: body.reason ?? "" }),
    case: body.case ?? "",
    until: body.until ? time(body.until) : t("snooze.word_inside"),
    answer_by: time(body.answer_by),
    outcome: t(`outcome.${body.outcome ?? "unknown"}`, { defaultValue: body.outcome ?? "" }),
    score: body.score ?? "",
    tags: body.tags?.join(", ") ?? "",
    verdict: t(`verdict.${body.verdict ?? "right"}`),
    label: body.label ?? String(body["field"] ?? ""),
  };
  return (
    <Sys pass={line.pass}>
      <Trans i18nKey={`line.${kind}`} values={values} components={{ b: <b /> }} /> · <When at={line.at} />
      {body.comment ? (
        <>
          {" "}
          · <bdi className="mut">“{body.comment}”</bdi>
        </>
      ) : null}
    </Sys>
  );
}

/** Sentences that do not begin with the name. */
const INSIDE: ReadonlySet<string> = new Set(["offer_lapsed", "guest_invited"]);

function Sys({ pass, children }: { pass?: boolean; children: React.ReactNode }) {
  return (
    <p className={pass === true ? "sys pass-line" : "sys"}>
      <span className="sys-t">{children}</span>
    </p>
  );
}
