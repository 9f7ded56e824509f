import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Colleague, Item, Team } from "../../api/types.ts";
import { show, useCommands, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { dayAndTime } from "../../ui/When.tsx";
import { initialsOf } from "../../state/lines.ts";

type Target = { team: string } | { agent: string };

/** To a team or a person, with what they can do right now beside their name, and one line of why. */
export function Transfer({ item, onDone }: { item: Item; onDone: (left: boolean) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const me = useDesk((desk) => desk.me);
  const people = useDesk((desk) => desk.people);
  const teams = useQuery({ queryKey: ["teams"], queryFn: () => commands.get<Team[]>("/teams"), staleTime: 5000 });
  const agents = useQuery({ queryKey: ["agents"], queryFn: () => commands.get<Colleague[]>("/agents"), staleTime: 5000 });
  const [target, setTarget] = useState<Target | null>(null);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const whyId = useId();
  const close = (): void => show({ sheet: null });
  const others = (agents.data ?? []).filter((agent) => agent.id !== me?.id).map((agent) => ({ ...agent, ...people[agent.id] }));
  const ranked = others.sort((one, other) => rank(one) - rank(other));

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (target === null || why.trim() === "") return;
    setBusy(true);
    void commands.act(item.id, { act: "transfer", ...target, why: why.trim() }).then((done) => {
      setBusy(false);
      if (!done) return;
      close();
      onDone(true);
    });
  }

  return (
    <Dialog title={t("transfer.title")} help={t("transfer.help", { name: item.customer.name ?? t("the_customer_start") })} onClose={close}>
      <form className="grid" onSubmit={submit}>
        <div className="picks" role="radiogroup" aria-label={t("transfer.to")} tabIndex={-1}>
          <p className="grp">{t("transfer.teams")}</p>
          {(teams.data ?? []).map((team) => (
            <Choice key={team.id} name="to" checked={target !== null && "team" in target && target.team === team.id} onChoose={() => setTarget({ team: team.id })}>
              <span className="pick-n">{team.name}</span>
              <TeamNow team={team} />
            </Choice>
          ))}
          <p className="grp">{t("transfer.people")}</p>
          {ranked.map((agent) => (
            <Choice key={agent.id} name="to" checked={target !== null && "agent" in target && target.agent === agent.id} onChoose={() => setTarget({ agent: agent.id })}>
              <Avatar voice="person" size="xs" initials={agent.initials ?? initialsOf(agent.name)} />
              <span className="pick-n" dir="auto">
                {agent.name}
              </span>
              <AgentNow agent={agent} />
            </Choice>
          ))}
          {teams.isPending || agents.isPending ? <p className="sm dim">{t("loading")}</p> : null}
          {teams.isError || agents.isError ? <p className="err">{t("told.unreachable")}</p> : null}
        </div>
        {tried && target === null ? <p className="err">{t("transfer.choose")}</p> : null}
        <div className="field">
          <label htmlFor={whyId}>{t("transfer.why")}</label>
          <input
            id={whyId}
            className="input"
            value={why}
            maxLength={200}
            dir="auto"
            placeholder={t("transfer.why_placeholder")}
            aria-invalid={tried && why.trim() === ""}
            aria-describedby={`${whyId}-help`}
            onChange={(event) => setWhy(event.target.value)}
          />
          <p className={tried && why.trim() === "" ? "err" : "help"} id={`${whyId}-help`}>
            {t("transfer.why_help")}
          </p>
        </div>
        <SheetEnd disabled={busy} onCancel={close}>
          {t("action.transfer")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}

function rank(agent: Colleague): number {
  if (agent.status === "available") return agent.load < agent.capacity ? 0 : 1;
  return agent.status === "busy" ? 2 : agent.status === "away" ? 3 : 4;
}

function Choice({ name, checked, onChoose, children }: { name: string; checked: boolean; onChoose: () => void; children: React.ReactNode }) {
  return (
    <label className="pick">
      <input type="radio" name={name} className="check" checked={checked} onChange={onChoose} />
      {children}
    </label>
  );
}

function TeamNow({ team }: { team: Team }) {
  const { t, i18n } = useTranslation();
  if (!team.open) {
    const at = team.opens_at === null ? "" : dayAndTime(team.opens_at, i18n.language);
    return <span className="xs warn">{at === "" ? t("transfer.closed") : t("transfer.closed_until", { at })}</span>;
  }
  return (
    <span className="xs dim">
      {t("transfer.free", { count: team.available })} · {t("transfer.waiting", { count: team.waiting })}
    </span>
  );
}

function AgentNow({ agent }: { agent: Colleague }) {
  const { t } = useTranslation();
  return (
    <span className="xs dim row g1">
      <span className={`pres ${agent.status === "available" ? "ok" : agent.status === "busy" ? "busy" : "off"}`} aria-hidden="true" />
      {t(`status.${agent.status}`)} · {t("list.capacity", { taken: agent.load, of: agent.capacity })}
    </span>
  );
}
