import { Sparkles } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FullItem, itemPath } from "../../api/knowledge.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { AnswerRows } from "./Answers.tsx";
import { useFresh } from "./queries.ts";
import { madeOf, type Rights } from "./reading.ts";

/** A draft that nobody wrote: made of what the team answered. It stays a draft until a person has kept it. */
export function MadeDraft({ full, rights, dirty }: { full: FullItem; rights: Rights; dirty: boolean }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [open, setOpen] = useState<"answers" | "remove" | null>(null);
  const made = madeOf(full.draft);
  if (made === null) return full.draft !== null && rights.edit && !dirty ? <Drafted full={full} /> : null;

  const act = (job: () => Promise<FullItem>): void => {
    setOpen(null);
    job()
      .then(fresh)
      .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }));
  };
  return (
    <section className="draftbox" aria-label={t("knowledge.made.label")}>
      <div className="h">
        <Icon of={Sparkles} size="s" />
        <span>
          <b>{made.answers === 0 ? t("knowledge.made.some") : t("knowledge.made.from", { count: made.answers })}</b> · {t("knowledge.made.not_live")}
        </span>
      </div>
      <p className="sm">
        {made.handedOver === 0 ? null : `${t("knowledge.made.handed", { count: made.handedOver })} `}
        {t("knowledge.made.check")}
      </p>
      <div className="row wrap">
        {rights.edit ? (
          <button type="button" className="btn sm draft" onClick={() => act(() => commands.patch<FullItem>(itemPath(full.id), { title: full.draft?.title, body: full.draft?.body, examples: full.draft?.examples, draft: true, version: full.version }))}>
            {t("knowledge.made.keep")}
          </button>
        ) : null}
        <button type="button" className="btn sm" onClick={() => setOpen("answers")}>
          {made.answers === 0 ? t("knowledge.made.read_some") : t("knowledge.made.read", { count: made.answers })}
        </button>
        {rights.edit ? (
          <button type="button" className="btn sm" onClick={() => setOpen("remove")}>
            {t("knowledge.made.remove")}
          </button>
        ) : null}
      </div>
      {open === "answers" ? (
        <Dialog title={t("knowledge.made.answers")} help={full.draft?.note} onClose={() => setOpen(null)} wide>
          {full.answers.length === 0 ? <p className="mut">{t("knowledge.answers.none")}</p> : <AnswerRows answers={full.answers} />}
        </Dialog>
      ) : null}
      {open === "remove" ? <Sure onClose={() => setOpen(null)} onDo={() => act(() => commands.post<FullItem>(`${itemPath(full.id)}/discard`))} /> : null}
    </section>
  );
}

/** A draft of a colleague, or one's own from another day. */
function Drafted({ full }: { full: FullItem }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const [sure, setSure] = useState(false);
  const note = full.draft?.note ?? "";
  return (
    <p className="row wrap xs dim">
      <span>{t("knowledge.drafted_by", { name: full.draft?.by ?? "" })}</span>
      {note === "" ? null : <bdi>· {note}</bdi>}
      <span className="sp" />
      {full.version === 0 ? null : (
        <button type="button" className="btn sm ghost" onClick={() => setSure(true)}>
          {t("knowledge.discard_draft")}
        </button>
      )}
      {sure ? (
        <Sure
          onClose={() => setSure(false)}
          onDo={() => {
            setSure(false);
            commands
              .post<FullItem>(`${itemPath(full.id)}/discard`)
              .then(fresh)
              .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }));
          }}
        />
      ) : null}
    </p>
  );
}

function Sure({ onClose, onDo }: { onClose: () => void; onDo: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("knowledge.remove_draft")} help={t("knowledge.remove_draft_help")} onClose={onClose}>
      <div className="row">
        <span className="sp" />
        <button type="button" className="btn" onClick={onClose}>
          {t("cancel")}
        </button>
        <button type="button" className="btn bad" onClick={onDo}>
          {t("knowledge.made.remove")}
        </button>
      </div>
    </Dialog>
  );
}
