import { Radar, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { HeadsUp, Id } from "../../api/types.ts";
import { firstName } from "../../state/lines.ts";
import { announce, useCommands, useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { ruleName } from "../../ui/ruleName.ts";

/**
 * Who may soon need this agent. Quiet: no sound, no clock, nothing to answer. It goes when the matter calms
 * down, and becomes the offer when a person is called.
 */
export function HeadsUps({ current, onOpen }: { current: Id | null; onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const all = useDesk((desk) => desk.headsUps);
  useSpoken(all);
  if (all.length === 0) return null;
  return (
    <section className="heads-ups" aria-label={t("heads_up.label")}>
      {all.map((one) => (
        <Card key={one.conversation} headsUp={one} open={one.conversation === current} onOpen={onOpen} />
      ))}
    </section>
  );
}

function Card({ headsUp, open, onOpen }: { headsUp: HeadsUp; open: boolean; onOpen: (id: Id) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const { item, conversation } = headsUp;
  const name = item.customer.name ?? t("visitor", { case: item.case ?? "" });
  return (
    <div className="heads-up" data-open={open ? "" : undefined}>
      <button type="button" className="heads-up-o" aria-current={open ? "true" : undefined} onClick={() => onOpen(conversation)}>
        <span className="row g1 xs mut">
          <Icon of={Radar} size="xs" />
          {t("heads_up.title")}
        </span>
        <span className="heads-up-w">
          <b dir="auto">{firstName(name) ?? name}</b>
          <Why headsUp={headsUp} />
        </span>
      </button>
      <IconButton icon={X} small tip={false} label={t("heads_up.dismiss", { name })} onClick={() => commands.dismissHeadsUp(conversation)} />
    </div>
  );
}

/** The reason in the reader's words; the server's sentence only where it gives no reason that we know. */
function Why({ headsUp }: { headsUp: HeadsUp }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { style: "percent" }).format(headsUp.chance);
  const reason = headsUp.item.standing?.reason ?? "";
  const rule = headsUp.brief?.rule ?? null;
  const byRule = reason === "policy" && rule !== null;
  const why = byRule ? ruleName(t, rule.id, rule.name) : t(`reason_short.${reason === "asked" ? "may_ask" : reason}`, { defaultValue: "" });
  return (
    <span className="mut">
      {why === "" ? null : ` · ${why}`}
      {/* A rule that looks at no forecast is certain of itself, which is no chance of anything. */}
      {headsUp.chance < 1 ? (
        <>
          {" "}
          · <span className="num">{percent}</span>
        </>
      ) : null}
    </span>
  );
}

function useSpoken(all: readonly HeadsUp[]): void {
  const { t } = useTranslation();
  const known = useRef<ReadonlySet<Id>>(new Set());
  useEffect(() => {
    const fresh = all.find((one) => !known.current.has(one.conversation));
    known.current = new Set(all.map((one) => one.conversation));
    if (fresh !== undefined) announce(t("heads_up.spoken", { name: fresh.item.customer.name ?? t("the_customer") }));
  }, [all, t]);
}
