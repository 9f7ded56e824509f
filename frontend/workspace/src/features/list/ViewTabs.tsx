import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ViewName } from "../../api/types.ts";
import { show } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";

const FIRST: readonly ViewName[] = ["mine", "waiting", "bot"];
const MORE: readonly ViewName[] = ["approvals", "all", "snoozed"];

export interface ViewTabsProps {
  view: ViewName;
  counts: Readonly<Partial<Record<ViewName, number>>>;
}

/** Three views that are used all day; the other two behind the last button, which names the chosen one. */
export function ViewTabs({ view, counts }: ViewTabsProps) {
  const { t } = useTranslation();
  const more = MORE.includes(view);
  return (
    <div className="tabs views" role="group" aria-label={t("view.label")}>
      {FIRST.map((name) => (
        <button type="button" className="tab" key={name} aria-pressed={view === name} onClick={() => show({ view: name })}>
          {t(`view.${name}`)}
          <Count of={counts[name]} />
        </button>
      ))}
      <Menu
        label={t("view.more")}
        trigger={
          <button type="button" className={more ? "tab" : "tab only-icon"} aria-pressed={more} aria-label={more ? undefined : t("view.more")}>
            {more ? t(`view.${view}`) : null}
            <Icon of={ChevronDown} size="xs" />
          </button>
        }
      >
        {MORE.map((name) => (
          <MenuItem key={name} checked={view === name} onSelect={() => show({ view: name })}>
            {t(`view.${name}`)} <Count of={counts[name]} />
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

function Count({ of }: { of: number | undefined }) {
  return of === undefined || of === 0 ? null : <span className="badge soft">{of > 999 ? "999+" : of}</span>;
}
