import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../api/transport.ts";
import type { SystemReport } from "../../api/types.ts";
import { ago } from "../../state/durations.ts";
import { useCommands, useNow } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { DeadJobs } from "./DeadJobs.tsx";

const REFRESH_MS = 5000;

/** Is everything working, and if not, what and what to do about it. */
export function System() {
  const { t, i18n } = useTranslation();
  const commands = useCommands();
  const client = useQueryClient();
  const report = useQuery({
    queryKey: ["system"],
    queryFn: () => commands.get<SystemReport>("/system"),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const retry = useMutation({
    mutationFn: (ids: readonly string[]) =>
      Promise.all(ids.map((id) => commands.post(`/system/jobs/${encodeURIComponent(id)}/retry`))),
    onSuccess: (_answers, ids) => commands.tell({ id: "retried", tone: "ok", key: "system.retried", values: { count: String(ids.length) } }),
    onError: (error) =>
      commands.tell({ tone: "bad", key: "told.unreachable", ...(error instanceof Refused ? { text: error.message } : {}) }),
    onSettled: () => client.invalidateQueries({ queryKey: ["system"] }),
  });
  const { data } = report;
  const number = new Intl.NumberFormat(i18n.language);

  return (
    <>
      <header className="page-h">
        <h1>{t("system.title")}</h1>
        <span className="sp" />
        {data === undefined ? null : (
          <span className="xs dim">
            <code>{data.version}</code> · <Uptime since={data.started_at} />
          </span>
        )}
      </header>
      <div className="page-b">
        <Overall data={data} error={report.error} />
        {data === undefined ? null : (
          <>
            <div className="sy">
              <Parts data={data} />
              <section className="card">
                <div className="card-h">
                  <h2>{t("system.connected")}</h2>
                </div>
                <div className="stats pair">
                  <Stat name={t("system.customers")} value={number.format(data.sockets.customers)} />
                  <Stat name={t("system.agents")} value={number.format(data.sockets.agents)} />
                </div>
              </section>
            </div>
            <section className="card">
              <div className="card-h">
                <h2>{t("system.jobs")}</h2>
                <span className="sp" />
                <span className="xs dim">{t("system.jobs_help")}</span>
              </div>
              <div className="stats jobs">
                <Stat name={t("system.due")} value={number.format(data.jobs.due)} />
                <Stat name={t("system.running")} value={number.format(data.jobs.running)} />
                <Stat name={t("system.scheduled")} value={number.format(data.jobs.scheduled)} help={t("system.scheduled_help")} />
                <Stat name={t("system.dead")} value={number.format(data.jobs.dead)} bad={data.jobs.dead > 0} />
              </div>
            </section>
            <DeadJobs jobs={data.dead} total={data.jobs.dead} busy={retry.isPending} onRetry={(ids) => retry.mutate(ids)} />
          </>
        )}
      </div>
    </>
  );
}

function Overall({ data, error }: { data: SystemReport | undefined; error: Error | null }) {
  const { t } = useTranslation();
  if (error !== null) {
    const forbidden = error instanceof Refused && error.problem.status === 403;
    return (
      <div className="banner bad" role="alert">
        <Icon of={TriangleAlert} />
        <span>{t(forbidden ? "system.forbidden" : "system.unreachable")}</span>
      </div>
    );
  }
  if (data === undefined) {
    return (
      <div className="banner info" role="status">
        <Icon of={CircleDashed} />
        <span>{t("loading")}</span>
      </div>
    );
  }
  const problems = [
    data.store.ok ? null : "store",
    data.feed.ok ? null : "feed",
    data.encoder.ok ? null : "encoder",
    !data.mail.configured || data.mail.ok ? null : "mail",
    data.jobs.dead === 0 ? null : "dead",
  ].filter((problem) => problem !== null);
  if (problems.length === 0) {
    return (
      <div className="banner ok" role="status">
        <Icon of={CircleCheck} />
        <span>{t("system.all_well")}</span>
      </div>
    );
  }
  return (
    <div className={data.store.ok ? "banner" : "banner bad"} role="status">
      <Icon of={TriangleAlert} />
      <span>
        <b>{t("system.problems", { count: problems.length })}</b> {problems.map((problem) => t(`system.problem.${problem}`)).join(" ")}
      </span>
    </div>
  );
}

function Parts({ data }: { data: SystemReport }) {
  const { t, i18n } = useTranslation();
  const ms = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <section className="card sy-parts">
      <div className="card-h">
        <h2>{t("system.parts")}</h2>
        <span className="sp" />
        <span className="xs dim">{t("system.now")}</span>
      </div>
      <Part name={t("system.store")} detail={data.store.kind} ok={data.store.ok} help={t("system.help.store")}>
        {data.store.latency_ms === null ? null : ` · ${ms.format(data.store.latency_ms)} ms`}
      </Part>
      <Part name={t("system.feed")} detail={data.feed.kind} ok={data.feed.ok} help={t("system.help.feed")} />
      <Part name={t("system.encoder")} ok={data.encoder.ok} help={t("system.help.encoder")} />
      <Part name={t("system.mail")} ok={data.mail.configured ? data.mail.ok : null} help={data.mail.last_error ?? t(data.mail.configured ? "system.help.mail" : "system.help.no_mail")} />
    </section>
  );
}

interface PartProps {
  name: string;
  detail?: string;
  /** `null`: not set up, which is neither good nor bad. */
  ok: boolean | null;
  help: string;
  children?: ReactNode;
}

function Part({ name, detail, ok, help, children }: PartProps) {
  const { t } = useTranslation();
  const tone = ok === null ? "dim" : ok ? "ok" : "warn";
  return (
    <div className="svc">
      <Icon of={ok === null ? CircleDashed : ok ? CircleCheck : TriangleAlert} size="s" className={tone} />
      <span>
        <b>{name}</b> {detail === undefined ? null : <code className="dim">{detail}</code>}
      </span>
      <span className={`sm num ${ok === false ? "warn" : "mut"}`}>
        {t(ok === null ? "system.not_set_up" : ok ? "system.works" : "system.broken")}
        {children}
      </span>
      {ok === true ? null : (
        <p className="sm mut svc-help" dir="auto">
          {help}
        </p>
      )}
    </div>
  );
}

function Stat({ name, value, help, bad }: { name: string; value: string; help?: string; bad?: boolean }) {
  return (
    <div className="stat">
      <span className="k">{name}</span>
      <span className={bad === true ? "v bad" : "v"}>{value}</span>
      {help === undefined ? null : <span className="x">{help}</span>}
    </div>
  );
}

function Uptime({ since }: { since: string }) {
  const { t } = useTranslation();
  const up = ago(Math.max(0, useNow() - Date.parse(since)));
  return <>{up.unit === "now" ? t("system.just_started") : t("system.up", { time: t(`ago.${up.unit}`, { n: up.n }) })}</>;
}
