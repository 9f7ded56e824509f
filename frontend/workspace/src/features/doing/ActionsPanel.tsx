import { useQuery } from "@tanstack/react-query";
import { BadgeCheck, ChevronRight, ClipboardCheck, Search, ShieldCheck, ShieldQuestionMark, Undo2, Zap } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionShown } from "../../api/doing.ts";
import { Refused } from "../../api/transport.ts";
import type { Brief, Item } from "../../api/types.ts";
import { useCommands, useMay } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ActionForm } from "./ActionForm.tsx";

export interface ActionsPanelProps {
  item: Item;
  brief: Brief | null;
  /** `token` or `code`, where the thread says how the customer was proven. */
  proven: string | null;
}

/** The same things that the assistant can do, for whoever has the conversation. */
export function ActionsPanel({ item, brief, proven }: ActionsPanelProps) {
  const { t } = useTranslation();
  const commands = useCommands();
  const may = useMay(item);
  const [chosen, setChosen] = useState<string | null>(null);
  const asked = useQuery({
    queryKey: ["actions"],
    queryFn: () => commands.get<{ items: ActionShown[] }>("/actions"),
    staleTime: 60_000,
    retry: (tries, error) => tries < 2 && !(error instanceof Refused && !error.passing),
  });
  const all = (asked.data?.items ?? []).filter((action) => action.who.includes("agent"));
  const action = all.find((one) => one.id === chosen) ?? null;
  return (
    <article className="card lift" aria-label={t("doing.title")}>
      <Proof item={item} proven={proven} />
      {asked.isPending ? (
        <p className="sec sm mut" role="status">
          {t("loading")}
        </p>
      ) : asked.isError ? (
        <div className="sec grid g2" role="alert">
          <p className="sm">{t("doing.failed")}</p>
          <button type="button" className="btn sm" onClick={() => void asked.refetch()}>
            {t("try_again")}
          </button>
        </div>
      ) : !may.has("do") ? (
        <p className="sec sm mut">{t("doing.not_yours")}</p>
      ) : all.length === 0 ? (
        <p className="sec sm mut">{t("doing.none")}</p>
      ) : action === null ? (
        <Choose actions={all} verified={item.customer.verified} onChoose={setChosen} />
      ) : (
        <ActionForm key={action.id} action={action} item={item} brief={brief} onBack={() => setChosen(null)} />
      )}
    </article>
  );
}

/** Who this is, and how sure that is: plainly, before anything is done for them. */
function Proof({ item, proven }: { item: Item; proven: string | null }) {
  const { t } = useTranslation();
  const { verified } = item.customer;
  return (
    <p className="row g2 sm proof-h">
      <Icon of={verified ? BadgeCheck : ShieldQuestionMark} size="s" className={verified ? "ok" : "warn"} />
      <span>
        <b dir="auto">{item.customer.name ?? t("visitor", { case: item.case ?? "" })}</b> · {t(verified ? `proof.${proven === "code" ? "code" : "token"}` : "proof.none")}
      </span>
    </p>
  );
}

function Choose({ actions, verified, onChoose }: { actions: readonly ActionShown[]; verified: boolean; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const shown = actions.filter((action) => words.every((word) => `${action.title} ${action.description}`.toLocaleLowerCase().includes(word)));
  return (
    <div className="sec grid g2">
      <div className="search">
        <Icon of={Search} size="s" />
        <input
          className="input"
          type="search"
          data-focus="doing"
          aria-label={t("doing.search")}
          placeholder={t("doing.search")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const first = shown[0];
            if (event.key !== "Enter" || event.nativeEvent.isComposing || first === undefined) return;
            event.preventDefault();
            onChoose(first.id);
          }}
        />
      </div>
      {shown.length === 0 ? <p className="sm dim">{t("palette.none")}</p> : null}
      <ul className="col doing-l">
        {shown.map((action) => (
          <li key={action.id}>
            <button type="button" className="doing-a" onClick={() => onChoose(action.id)}>
              <Icon of={Zap} size="s" className="dim" />
              <span className="grid g1">
                <b dir="auto">{action.title}</b>
                {action.description === "" ? null : (
                  <span className="xs mut" dir="auto">
                    {action.description}
                  </span>
                )}
                <Needs action={action} verified={verified} />
              </span>
              <Icon of={ChevronRight} size="s" flip className="dim" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What stands between the wish and its doing. A customer's yes is asked for by the assistant; a person has talked with them. */
export function Needs({ action, verified }: { action: ActionShown; verified: boolean }) {
  const { t } = useTranslation();
  const needs = [
    action.needs_identity && !verified ? (["identity", ShieldCheck, "chip warn"] as const) : null,
    action.needs_approval ? (["approval", ClipboardCheck, "chip"] as const) : null,
    action.undo === true || (typeof action.undo === "string" && action.undo !== "") ? (["undo", Undo2, "chip"] as const) : null,
  ].filter((need) => need !== null);
  if (needs.length === 0) return <span className="xs dim">{t(action.changes ? "doing.needs.changes" : "doing.needs.reads")}</span>;
  return (
    <span className="row wrap g1">
      {needs.map(([word, icon, look]) => (
        <span className={look} key={word}>
          <Icon of={icon} />
          {t(`doing.needs.${word}`)}
        </span>
      ))}
    </span>
  );
}
