import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item, Page } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { When } from "../../ui/When.tsx";

export interface RecentProps {
  /** A link to the decisions of a conversation: routes are the app's. */
  link: (conversation: string, className: string, children: React.ReactNode) => React.ReactNode;
}

/** The newest conversations, each leading to its decisions. */
export function Recent({ link }: RecentProps) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [search, setSearch] = useState("");
  const page = useQuery({ queryKey: ["recent"], queryFn: () => commands.get<Page>("/conversations?view=all&limit=50"), staleTime: 10_000 });
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const items = [...(page.data?.items ?? [])]
    .filter((item) => {
      const about = [item.customer.name, item.case, item.preview?.text, ...item.tags].join(" ").toLocaleLowerCase();
      return words.every((word) => about.includes(word));
    })
    .sort((one, other) => Date.parse(other.last_at) - Date.parse(one.last_at));
  return (
    <>
      <header className="page-h">
        <div className="page-t">
          <h1>{t("decisions.title")}</h1>
          <p className="xs dim">{t("decisions.subtitle")}</p>
        </div>
        <span className="sp" />
        <div className="search recent-s">
          <Icon of={Search} size="s" />
          <input className="input" type="search" aria-label={t("list.search")} placeholder={t("list.search")} value={search} onChange={(event) => setSearch(event.target.value)} />
        </div>
      </header>
      <div className="page-b">
        {page.isPending ? (
          <p className="mut" role="status">
            {t("loading")}
          </p>
        ) : page.isError ? (
          <div className="empty" role="alert">
            <p>{t("list.failed")}</p>
            <button type="button" className="btn" onClick={() => void page.refetch()}>
              {t("try_again")}
            </button>
          </div>
        ) : items.length === 0 ? (
          <div className="empty">
            <p>{t(search === "" ? "list.none.all" : "list.none_found")}</p>
          </div>
        ) : (
          <ul className="card recent">
            {items.map((item) => (
              <li key={item.id}>{link(item.id, "recent-a", <One item={item} />)}</li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function One({ item }: { item: Item }) {
  const { t } = useTranslation();
  return (
    <>
      <Avatar voice="customer" initials={item.customer.initials} />
      <span className="recent-w">
        <span className="ell b">
          <bdi>{item.customer.name ?? t("visitor", { case: item.case ?? "" })}</bdi>
        </span>
        <span className="ell sm mut">
          <bdi>{item.preview?.text.slice(0, 160) ?? ""}</bdi>
        </span>
      </span>
      <span className="recent-e xs dim">
        <span>{item.reason === null ? t(`stage.${item.stage}`) : t(`reason.${item.reason}`, { defaultValue: t("reason.policy") })}</span>
        <When at={item.last_at} withDay />
      </span>
      <Icon of={ChevronRight} size="s" flip className="dim" />
    </>
  );
}
