import { Check, ClipboardCheck, X } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { allowRun } from "../../actions/index.ts";
import { useRun, useStagehand } from "../../actions/use.ts";
import type { Run } from "../../api/doing.ts";
import type { Item } from "../../api/types.ts";
import { firstName } from "../../state/lines.ts";
import { announce, show, useCommands, useDesk, useMay, useSurface } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Rows } from "../../ui/RunCard.tsx";
import { Left } from "./Left.tsx";

/** Something that is to be done in another system and waits for a person's word. It never takes the focus. */
export function RunApproval({ item }: { item: Item }) {
  const may = useMay(item);
  const run = item.action ?? null;
  if (run === null || !may.has("allow")) return null;
  return <Waiting key={run.n} item={item} run={run} />;
}

function Waiting({ item, run }: { item: Item; run: Run }) {
  const { t } = useTranslation();
  const act = useRun();
  const online = useDesk((desk) => desk.link.status === "online");
  const refusing = useSurface((open) => open.refusing === `${item.id}:${run.n}`);
  const name = firstName(item.customer.name) ?? t("the_customer");
  const by = run.by === "assistant" || run.by === "" ? t("run.wants.assistant") : t("run.wants.person", { name: run.by });
  useEffect(() => announce(t("run.spoken", { title: run.title, name })), [t, run.title, name]);
  return (
    <section className="draftbox approval" aria-label={t("run.needs_ok")} data-pane="approval" data-of={item.id}>
      <div className="h">
        <Icon of={ClipboardCheck} size="s" />
        <h2>
          <b>{by}</b> {t("run.not_done")}
        </h2>
        <span className="sp" />
        {run.until === null ? null : <Left until={run.until} />}
      </div>
      <p className="words b" dir="auto">
        {run.title}
      </p>
      <Rows rows={run.shown} />
      {refusing ? (
        <Refuse item={item} run={run} />
      ) : (
        <div className="row wrap approval-b">
          <button type="button" className="btn sm draft" aria-disabled={!online} aria-keyshortcuts="A" onClick={() => act(allowRun)}>
            <Icon of={Check} size="s" />
            {t("run.approve")} <Keys keys="a" />
          </button>
          <button type="button" className="btn sm" aria-disabled={!online} aria-keyshortcuts="X" onClick={() => show({ refusing: `${item.id}:${run.n}` })}>
            <Icon of={X} size="s" />
            {t("approval.reject")} <Keys keys="x" />
          </button>
          <span className="sp" />
          <span className="xs">{t("run.told", { name })}</span>
        </div>
      )}
    </section>
  );
}

/** A no has a reason, where there is one to give; the assistant and the brief keep it. */
function Refuse({ item, run }: { item: Item; run: Run }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const { hands } = useStagehand();
  const [why, setWhy] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const text = why.trim();
    void commands.settleRun(item.id, run.n, { how: "reject", ...(text === "" ? {} : { why: text }) }).then((done) => {
      show({ refusing: null });
      if (done !== "failed") hands.focus("thread");
    });
  }

  return (
    <form
      className="grid g2"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        show({ refusing: null });
        hands.focus("approval");
      }}
    >
      <label className="xs" htmlFor={id}>
        {t("run.why_not")}
      </label>
      <input id={id} ref={field} className="input" dir="auto" maxLength={300} value={why} placeholder={t("run.why_not_placeholder")} onChange={(event) => setWhy(event.target.value)} />
      <div className="row wrap">
        <button type="submit" className="btn sm draft">
          {t("run.reject")}
        </button>
        <button type="button" className="btn sm" onClick={() => show({ refusing: null })}>
          {t("cancel")} <Keys keys="escape" />
        </button>
      </div>
    </form>
  );
}
