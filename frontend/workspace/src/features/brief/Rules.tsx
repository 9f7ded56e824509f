import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Brief } from "../../api/types.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ruleName } from "../../ui/ruleName.ts";

/** The rule that called, by its name, and those that matched beside it. */
export function Rules({ brief, soon }: { brief: Brief; soon: boolean }) {
  const { t } = useTranslation();
  const rule = brief.rule ?? null;
  const also = brief.also ?? [];
  if (rule === null && also.length === 0) return null;
  return (
    <div className="sec">
      <h3>{t("brief.rules")}</h3>
      <ul className="steps">
        {rule === null ? null : (
          <li>
            <Icon of={Check} size="s" className="decided" />
            <span>
              <b>{ruleName(t, rule.id, rule.name)}</b> <span className="xs dim">{t(soon ? "decisions.state.matched_so_far" : "decisions.state.decided")}</span>
            </span>
          </li>
        )}
        {also.map((one) => (
          <li key={one.id}>
            <Icon of={Check} size="s" className="dim" />
            <span>
              {ruleName(t, one.id, one.name)} <span className="xs dim">{t("brief.also")}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
