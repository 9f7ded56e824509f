import { BadgeCheck, Plus, ShieldQuestionMark, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Brief, Item } from "../../api/types.ts";
import type { Thread } from "../../state/desk.ts";
import { useCommands } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { When } from "../../ui/When.tsx";

const MOST_TAGS = 12;

/** Who they are, how sure that is, what they told us, and what was before. */
export function CustomerCard({ item, brief, earlier, proven = null }: { item: Item; brief: Brief | null; earlier: Thread["earlier"]; proven?: string | null }) {
  const { t, i18n } = useTranslation();
  const { customer } = item;
  const language =
    item.language === null
      ? null
      : (new Intl.DisplayNames([i18n.language], { type: "language", fallback: "code" }).of(item.language) ?? item.language);
  return (
    <article className="card lift" aria-label={t("customer.label")}>
      <div className="row g3 cust-h">
        <Avatar voice="customer" size="l" initials={customer.initials} />
        <div className="col">
          <h2 className="ell" dir="auto">
            {customer.name ?? t("visitor", { case: item.case ?? "" })}
          </h2>
          <p className="xs dim row g1">
            <Icon of={customer.verified ? BadgeCheck : ShieldQuestionMark} size="xs" className={customer.verified ? "ok" : "warn"} />
            {t(customer.verified ? `proof.${proven === "code" ? "code" : "token"}` : "proof.none")}
          </p>
        </div>
      </div>
      <div className="sec">
        <h3>{t("customer.contact")}</h3>
        <dl className="dl">
          <Pair label={t("customer.email")} value={customer.email} />
          <Pair label={t("customer.channel")} value={t(`channel.${item.channel}`, { defaultValue: item.channel })} />
          <Pair label={t("customer.language")} value={language} />
          <Pair label={t("customer.case")} value={item.case} />
        </dl>
      </div>
      {brief !== null && brief.facts.length > 0 ? (
        <div className="sec">
          <h3>{t("brief.known")}</h3>
          <dl className="dl">
            {brief.facts.map((fact) => (
              <Pair key={fact.name + fact.value} label={t(`fact.${fact.name}`, { defaultValue: fact.label })} value={fact.value} more={t(`provenance.${fact.source}`, { defaultValue: fact.source })} />
            ))}
          </dl>
        </div>
      ) : null}
      <Tags item={item} />
      {earlier.length > 0 ? (
        <div className="sec">
          <h3>{t("customer.earlier")}</h3>
          <ul className="grid g2">
            {earlier.map((one) => (
              <li className="row sm" key={one.id}>
                <a className="ell" href={`/c/${one.id}`}>
                  {t(`reason.${one.reason ?? "unknown"}`, { defaultValue: t("customer.conversation") })}
                </a>
                <span className="sp" />
                <span className="xs dim nowrap">
                  <When at={one.at} withDay />
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </article>
  );
}

function Pair({ label, value, more }: { label: string; value: string | null; more?: string }) {
  if (value === null || value === "") return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <span dir="auto">{value}</span>
        {more === undefined ? null : <span className="prov">{more}</span>}
      </dd>
    </>
  );
}

/** Words to find it by later. Only the team sees them. */
export function Tags({ item }: { item: Item }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [text, setText] = useState("");
  const change = (tags: string[]): void => void commands.act(item.id, { act: "tags", tags });

  function add(event: FormEvent): void {
    event.preventDefault();
    const tag = text.trim().replace(/^#/u, "").slice(0, 40);
    setText("");
    if (tag !== "" && !item.tags.includes(tag) && item.tags.length < MOST_TAGS) change([...item.tags, tag]);
  }

  return (
    <div className="sec">
      <h3>{t("tags.title")}</h3>
      <div className="row wrap g1 tags">
        {item.tags.map((tag) => (
          <span className="chip line" key={tag}>
            <span dir="auto">{tag}</span>
            <button type="button" className="chip-x" aria-label={t("tags.remove", { tag })} onClick={() => change(item.tags.filter((one) => one !== tag))}>
              <Icon of={X} size="xs" />
            </button>
          </span>
        ))}
      </div>
      <form className="row g1" onSubmit={add}>
        <input className="input" value={text} maxLength={40} dir="auto" aria-label={t("tags.add")} placeholder={t("tags.placeholder")} data-focus="tags" onChange={(event) => setText(event.target.value)} />
        <IconButton icon={Plus} label={t("tags.add")} tip={false} type="submit" />
      </form>
    </div>
  );
}
