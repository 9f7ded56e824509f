import { Globe, Mail, MessageCircle, MessageSquare, Phone, type LucideIcon } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Id, Item } from "../../api/types.ts";
import { draftOf } from "../../core/drafts.ts";
import { useDesk, useDrafts } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { DueChip } from "../../ui/DueChip.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TimerText } from "../../ui/TimerText.tsx";

const CHANNELS: Readonly<Record<string, LucideIcon>> = {
  web: Globe,
  email: Mail,
  whatsapp: MessageCircle,
  sms: MessageSquare,
  phone: Phone,
};

const MOST_TAGS = 2;
/** Promises for a time; that an answer is due the timer of the row says. */
const DATED: ReadonlySet<string> = new Set(["callback", "case"]);

export interface RowProps {
  item: Item;
  selected: boolean;
  stop: boolean;
  onOpen: (id: Id) => void;
}

export const Row = memo(function Row({ item, selected, stop, onOpen }: RowProps) {
  const { t } = useTranslation();
  const watchers = useDesk((desk) => desk.viewing[item.id]);
  const { customer, tags } = item;
  const name = customer.name ?? t("visitor", { case: item.case ?? "" });
  return (
    // The keyboard is handled once, on the listbox around.
    <div
      className="li"
      role="option"
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      onClick={() => onOpen(item.id)}
      data-conversation={item.id}
    >
      <Avatar voice="customer" initials={customer.initials}>
        <span className="ch">
          <Icon of={CHANNELS[item.channel] ?? MessageCircle} />
        </span>
      </Avatar>
      <span className="vh">{t(`channel.${item.channel}`, { defaultValue: item.channel })}. </span>
      <span className="nm" dir="auto">
        <span className="ell">{name}</span>
        {tags.slice(0, MOST_TAGS).map((tag) => (
          <span className="chip line tag" key={tag}>
            {tag}
          </span>
        ))}
      </span>
      <TimerText item={item} />
      <Preview item={item} />
      <span className="row g1 li-end">
        {watchers?.slice(0, 2).map((watcher) => (
          <span className="av person xxs" key={watcher.id} title={t("is_viewing", { name: watcher.name })}>
            {watcher.initials}
            <span className="vh"> {t("is_viewing", { name: watcher.name })}</span>
          </span>
        ))}
        {DATED.has(item.due_kind ?? "") && item.due_at !== null && item.due_state !== "ok" && item.stage !== "closed" ? (
          <DueChip at={item.due_at} kind={item.due_kind ?? "case"} state={item.due_state ?? "soon"} short />
        ) : null}
        {item.unread > 0 ? (
          <span className="badge">
            {item.unread > 99 ? "99+" : item.unread}
            <span className="vh"> {t("unread")}</span>
          </span>
        ) : null}
      </span>
    </div>
  );
});

function Preview({ item }: { item: Item }) {
  const { t } = useTranslation();
  const typing = useDesk((desk) => desk.typing[item.id]);
  const draft = useDrafts((drafts) => draftOf(drafts, item.id, "reply") || draftOf(drafts, item.id, "note"));
  if (typing?.who === "customer") {
    return (
      <span className="pv ell">
        <span className="dim">{t("typing")}</span>
      </span>
    );
  }
  if (draft !== "") {
    return (
      <span className="pv row g1">
        <span className="chip draft tag">{t("draft")}</span>{" "}
        <span className="ell" dir="auto">
          {draft.slice(0, 80)}
        </span>
      </span>
    );
  }
  return (
    <span className="pv ell" dir="auto" lang={item.language ?? undefined}>
      {item.preview?.text.slice(0, 120) ?? ""}
    </span>
  );
}
