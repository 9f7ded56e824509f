import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decisions, WhatIf } from "../../api/decisions.ts";
import { Refused } from "../../api/transport.ts";
import { useCommands, useDesk } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Told } from "./Told.tsx";

/** A whole policy, in its file form, tried on this conversation and on a week of others. Nothing is published. */
export function TryRules({ decisions, onClose }: { decisions: Decisions; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const leads = useDesk((desk) => desk.me !== null && desk.me.role !== "agent");
  const [text, setText] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const id = useId();
  const live = useQuery({
    queryKey: ["policy", decisions.rules_version],
    queryFn: () => commands.get<{ file: Record<string, unknown> }>("/policy"),
    enabled: leads,
    staleTime: 60_000,
    retry: false,
  });
  const shown = text ?? (live.data === undefined ? "" : JSON.stringify(live.data.file, null, 2));
  const tried = useMutation({
    mutationFn: (policy: Record<string, unknown>) => commands.post<WhatIf>(`/conversations/${encodeURIComponent(decisions.conversation)}/what-if`, { policy }),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const policy = read(shown);
    setUnreadable(policy === null);
    if (policy !== null) tried.mutate(policy);
  }

  const refused = tried.error instanceof Refused ? tried.error.message : null;
  return (
    <Dialog title={t("decisions.try")} help={t("try.help")} onClose={onClose} wide>
      <form className="grid" onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t("try.file")}</label>
          <textarea id={id} className="input mono try-f" rows={12} dir="ltr" spellCheck={false} value={shown} aria-invalid={unreadable || refused !== null} placeholder={'{ "segue_policy": 1, "rules": [ … ] }'} onChange={(event) => setText(event.target.value)} />
          {unreadable ? <p className="err" role="alert">{t("try.unreadable")}</p> : null}
          {refused !== null && !unreadable ? <p className="err" role="alert">{t("try.refused")} <bdi lang="en">{refused}</bdi></p> : null}
        </div>
        {tried.data === undefined && !tried.isPending ? null : <Told decisions={decisions} answer={tried.data ?? null} also={tried.data?.also} pending={tried.isPending} failed={false} lead={t("try.with")} />}
        <div className="row">
          <span className="sp" />
          <button type="button" className="btn" onClick={onClose}>
            {t("close")}
          </button>
          <button type="submit" className="btn primary" disabled={shown.trim() === "" || tried.isPending}>
            {t("try.do")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function read(text: string): Record<string, unknown> | null {
  try {
    const found = JSON.parse(text) as unknown;
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
