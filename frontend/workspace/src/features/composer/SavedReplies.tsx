import { type RefObject, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { fill, matching, type SavedReply, type Values } from "../../core/replies.ts";

export interface SavedRepliesProps {
  replies: readonly SavedReply[];
  search: string;
  values: Values;
  onChoose: (reply: SavedReply) => void;
  onClose: () => void;
  /** Focus stays in the composer; its keys drive this list. */
  field: RefObject<HTMLTextAreaElement | null>;
}

export function SavedReplies({ replies, search, values, onChoose, onClose, field }: SavedRepliesProps) {
  const { t } = useTranslation();
  const found = useMemo(() => matching(replies, search), [replies, search]);
  const [at, setAt] = useState(0);
  const chosen = Math.min(at, found.length - 1);

  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    function onKey(event: KeyboardEvent): void {
      if (event.isComposing) return;
      const reply = found[chosen];
      if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
      else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
      else if (event.key === "Escape") onClose();
      else if ((event.key === "Enter" || event.key === "Tab") && reply !== undefined && !event.ctrlKey && !event.metaKey) onChoose(reply);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    element.addEventListener("keydown", onKey);
    return () => element.removeEventListener("keydown", onKey);
  }, [field, found, chosen, onChoose, onClose]);

  return (
    <div className="replies" role="listbox" aria-label={t("composer.saved_replies")}>
      {found.length === 0 ? <p className="sm dim">{t("composer.no_reply")}</p> : null}
      {found.map((reply, n) => (
        // The pointer must not take focus out of the composer.
        <button
          type="button"
          role="option"
          aria-selected={n === chosen}
          className={n === chosen ? "mi on" : "mi"}
          tabIndex={-1}
          key={reply.id}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(reply)}
        >
          <b>{reply.title}</b>
          <span className="ell mut">{fill(reply.text, values).text}</span>
        </button>
      ))}
    </div>
  );
}
