import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeadJob } from "../../api/types.ts";
import { Icon } from "../../ui/Icon.tsx";
import { When } from "../../ui/When.tsx";

export interface DeadJobsProps {
  jobs: readonly DeadJob[];
  total: number;
  busy: boolean;
  onRetry: (ids: readonly string[]) => void;
}

/** Work that was tried and tried and is now waiting for somebody: what, why, for whom, and once more. */
export function DeadJobs({ jobs, total, busy, onRetry }: DeadJobsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const shown = jobs.find((job) => job.id === open);
  return (
    <section className="card">
      <div className="card-h wrap">
        <h2>{t("system.given_up")}</h2>
        <span className="badge soft">{total}</span>
        <span className="sp" />
        {jobs.length > 1 ? (
          <button type="button" className="btn sm" disabled={busy} onClick={() => onRetry(jobs.map((job) => job.id))}>
            {t("system.retry_all")}
          </button>
        ) : null}
      </div>
      {jobs.length === 0 ? (
        <p className="sec sm mut">{t("system.nothing_dead")}</p>
      ) : (
        <div className="tw" tabIndex={0} role="group" aria-label={t("system.given_up")}>
          <table className="tbl stack gu" role="table">
            <thead>
              <tr role="row">
                <th scope="col">{t("system.what")}</th>
                <th scope="col">{t("system.why")}</th>
                <th scope="col">{t("system.for")}</th>
                <th scope="col">{t("system.last_try")}</th>
                <th scope="col">
                  <span className="vh">{t("system.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr role="row" key={job.id} className={job.id === open ? "sel" : undefined}>
                  <td role="cell">
                    <b>{t(`job.${job.kind}`, { defaultValue: job.kind })}</b> <code className="dim">{t("system.tries", { count: job.attempts })}</code>
                  </td>
                  <td role="cell" className="gu-why" dir="auto">
                    {firstLine(job.last_error) || t("system.no_reason")}
                  </td>
                  <td role="cell">{job.conversation === null ? "–" : <a href={`/c/${job.conversation}`}>{t("system.conversation")}</a>}</td>
                  <td role="cell" className="num">
                    <When at={job.at} withDay />
                  </td>
                  <td role="cell" className="full end-t nowrap">
                    <button type="button" className="btn sm" disabled={busy} onClick={() => onRetry([job.id])}>
                      <Icon of={RotateCcw} size="xs" />
                      {t("try_again")}
                    </button>{" "}
                    <button type="button" className="btn sm ghost" aria-expanded={job.id === open} onClick={() => setOpen(job.id === open ? null : job.id)}>
                      {t("system.details")}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown === undefined ? null : (
        <div className="sec">
          <pre tabIndex={0} aria-label={t("system.details")} dir="ltr">
            {JSON.stringify(shown, null, 2)}
          </pre>
        </div>
      )}
    </section>
  );
}

function firstLine(text: string | null): string {
  return (text ?? "").split("\n")[0]?.slice(0, 160) ?? "";
}
