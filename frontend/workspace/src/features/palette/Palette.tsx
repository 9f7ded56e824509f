import { Search } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, type Action } from "../../actions/index.ts";
import { useStagehand } from "../../actions/use.ts";
import type { Item } from "../../api/types.ts";
import { rows } from "../../state/views.ts";
import { show, useDesk } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";

const MOST = 40;
type Entry = { key: string; label: string; action: Action } | { key: string; label: string; item: Item };

/** Everything that can be done now, and every conversation that is loaded, by its name. */
export function Palette() {
  const { t } = useTranslation();
  const { scene, hands } = useStagehand();
  const desk = useDesk((all) => all);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [now] = useState(scene);

  const entries = useMemo<Entry[]>(() => {
    const words = text.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    const holds = (label: string): boolean => words.every((word) => label.toLocaleLowerCase().includes(word));
    const actions = ACTIONS.filter((action) => action.id !== "palette" && action.allowed(now))
      .map((action) => ({ key: action.id, label: t(`action.${action.id}`), action }))
      .filter((entry) => holds(entry.label));
    const people = words.length === 0 ? [] : rows(desk, "all", "newest", text, Date.now()).slice(0, 8);
    const found = people.map((item) => ({ key: item.id, label: item.customer.name ?? t("visitor", { case: item.case ?? "" }), item }));
    return [...actions, ...found].slice(0, MOST);
  }, [text, desk, now, t]);
  const chosen = Math.min(at, entries.length - 1);

  function run(entry: Entry | undefined): void {
    if (entry === undefined) return;
    show({ sheet: null });
    if ("item" in entry) hands.go(`/c/${entry.item.id}`);
    // After the dialog has given focus back, so that an action may move it on.
    else setTimeout(() => entry.action.run(scene(), hands));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") setAt(Math.min(entries.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) run(entries[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog title={t("action.palette")} onClose={() => show({ sheet: null })} bare wide className="palette">
      <div className="search">
        <Icon of={Search} size="s" />
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries[chosen] === undefined ? undefined : `palette-${chosen}`}
          aria-label={t("palette.search")}
          placeholder={t("palette.search")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="palette-l" role="listbox" id="palette-list" aria-label={t("action.palette")}>
        {entries.map((entry, n) => (
          <div
            className={n === chosen ? "mi on" : "mi"}
            role="option"
            id={`palette-${n}`}
            aria-selected={n === chosen}
            key={entry.key}
            ref={n === chosen ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => run(entry)}
          >
            {"item" in entry ? <Avatar voice="customer" size="xs" initials={entry.item.customer.initials} /> : <Icon of={entry.action.icon} size="s" flip={entry.action.flip === true} />}
            <span dir="auto" className="ell">
              {entry.label}
            </span>
            <span className="sp" />
            {"action" in entry && entry.action.keys !== undefined ? <Keys keys={entry.action.keys} /> : null}
          </div>
        ))}
      </div>
      {entries.length === 0 ? <p className="sm dim">{t("palette.none")}</p> : null}
    </Dialog>
  );
}
