import { CircleAlert, Check, Lock } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStagehand } from "../../actions/use.ts";
import type { HeldDraft, Item } from "../../api/types.ts";
import { keepDraft } from "../../core/drafts.ts";
import { show, surface, useCommands } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";

function stopRewording(conversation: string): void {
  const { [conversation]: _done, ...rewording } = surface.get().rewording;
  show({ rewording });
}

/** The assistant's words as a text of one's own. What goes out is what stands here. */
export function Reword({ item, draft, text }: { item: Item; draft: HeldDraft; text: string }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const { hands } = useStagehand();
  const [sending, setSending] = useState(false);
  const empty = text.trim() === "";

  function change(next: string): void {
    show({ rewording: { ...surface.get().rewording, [item.id]: { n: draft.n, text: next } } });
  }

  function send(): void {
    if (empty || sending) return;
    setSending(true);
    const words = text.trim();
    void commands.settle(item.id, draft.n, { how: "approve", ...(words === draft.text ? {} : { text: words }) }).then((how) => {
      setSending(false);
      // Refused because it was too late: the words stay, and the box says so.
      if (how !== "done") return;
      stopRewording(item.id);
      hands.focus("thread");
    });
  }

  function cancel(): void {
    stopRewording(item.id);
    // The buttons come back first.
    setTimeout(() => hands.focus("approval"));
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    }
  }

  return (
    <>
      <div className="grow reword" data-text={text}>
        <textarea rows={2} value={text} dir="auto" maxLength={8000} data-focus="draft" aria-label={t("approval.words")} aria-keyshortcuts="Control+Enter" onChange={(event) => change(event.target.value)} onKeyDown={onKeyDown} />
      </div>
      <div className="row wrap">
        <button type="button" className="btn sm draft" aria-disabled={empty || sending} onClick={send}>
          <Icon of={Check} size="s" />
          {t("approval.send_edited")} <Keys keys="mod+enter" />
        </button>
        <button type="button" className="btn sm" onClick={cancel}>
          {t("cancel")} <Keys keys="escape" />
        </button>
        <span className="sp" />
        <span className="xs">{t("approval.edits_kept")}</span>
      </div>
    </>
  );
}

/** It was settled while somebody was still writing: their words are theirs to keep. */
export function TooLate({ item, text }: { item: Item; text: string }) {
  const { t } = useTranslation();
  const { scene, hands } = useStagehand();
  const says = scene().may.has("say");

  function keep(mode: "reply" | "note"): void {
    keepDraft(item.id, mode, text);
    show({ mode: { ...surface.get().mode, [item.id]: mode } });
    stopRewording(item.id);
    hands.focus("composer");
  }

  return (
    <section className="draftbox approval" aria-label={t("approval.too_late")} data-pane="approval">
      <div className="h" role="alert">
        <Icon of={CircleAlert} size="s" />
        <b>{t("approval.too_late")}</b> {t("approval.too_late_help")}
      </div>
      <p className="words" dir="auto">
        {text}
      </p>
      <div className="row wrap">
        {says ? (
          <button type="button" className="btn sm draft" onClick={() => keep("reply")}>
            {t("approval.as_reply")}
          </button>
        ) : null}
        <button type="button" className="btn sm" onClick={() => keep("note")}>
          <Icon of={Lock} size="xs" />
          {t("delivery.as_note")}
        </button>
        <button type="button" className="btn sm" onClick={() => stopRewording(item.id)}>
          {t("delivery.discard")}
        </button>
      </div>
    </section>
  );
}
