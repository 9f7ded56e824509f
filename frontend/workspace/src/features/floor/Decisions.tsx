import { ClipboardCheck, FileClock, type LucideIcon, TriangleAlert, UserRoundX, UsersRound, Waves } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Decision, FloorAct } from "../../api/floor.ts";
import { Icon } from "../../ui/Icon.tsx";

const ICONS: Readonly<Record<string, { icon: LucideIcon; tone: string }>> = {
  promise_at_risk: { icon: TriangleAlert, tone: "bad" },
  nobody_on: { icon: UserRoundX, tone: "bad" },
  agent_over: { icon: UsersRound, tone: "warn" },
  drafts: { icon: ClipboardCheck, tone: "draft-c" },
  promises_due: { icon: FileClock, tone: "" },
  surge_on: { icon: Waves, tone: "warn" },
};
/** What an agent may do about it, too; everything else is a lead's. */
const FOR_ALL: ReadonlySet<string> = new Set(["review", "promises"]);

/** What a lead should decide on now; nothing here happens by itself. */
export function Decisions({ decisions, leads, onAct }: { decisions: readonly Decision[]; leads: boolean; onAct: (act: FloorAct, decision: Decision) => void }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-labelledby="floor-decide">
      <div className="card-h">
        <h2 id="floor-decide">{t("floor.decide")}</h2>
      </div>
      {decisions.length === 0 ? <p className="sec sm mut">{t("floor.nothing_to_decide")}</p> : null}
      {decisions.map((decision, n) => {
        const { icon, tone } = ICONS[decision.kind] ?? { icon: TriangleAlert, tone: "" };
        const acts = decision.acts.filter((act) => leads || FOR_ALL.has(act.act));
        return (
          <div className="sec grid g2" key={decision.id}>
            <p className="row g2 floor-d">
              <Icon of={icon} size="s" className={tone} />
              <b dir="auto">{decision.title}</b>
            </p>
            {decision.text === "" ? null : (
              <p className="sm mut" dir="auto">
                {decision.text}
              </p>
            )}
            {acts.length === 0 ? null : (
              <div className="row wrap">
                {acts.map((act, m) => (
                  <button type="button" className={n === 0 && m === 0 && tone === "bad" ? "btn sm primary" : "btn sm"} key={`${act.act}:${act.agent?.id ?? ""}`} onClick={() => onAct(act, decision)}>
                    {t(`floor.act.${act.act}`, { name: act.agent?.name.split(" ")[0] ?? "", defaultValue: act.label })}
                  </button>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </section>
  );
}
