import { PhoneOff, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CallTried } from "../../api/line.ts";
import { Icon } from "../../ui/Icon.tsx";
import { dayAndTime } from "../../ui/When.tsx";

/** What came of the calls so far, in one line each; nobody should call twice in ten minutes. */
export function CallsTried({ calls, again }: { calls: readonly CallTried[]; again: string | null }) {
  const { t, i18n } = useTranslation();
  if (calls.length === 0) return null;
  return (
    <ul className="calls">
      {calls.map((call) => (
        <li className="xs row g1" key={call.at}>
          <Icon of={PhoneOff} size="xs" className="dim" />
          <span>
            {t("call.tried", { at: dayAndTime(call.at, i18n.language), outcome: t(`call.outcome.${call.outcome}`), name: typeof call.by === "string" ? call.by : call.by.name })}
          </span>
        </li>
      ))}
      {again === null ? null : (
        <li className="xs row g1">
          <Icon of={RotateCcw} size="xs" className="dim" />
          <span>{t("call.again", { at: dayAndTime(again, i18n.language) })}</span>
        </li>
      )}
    </ul>
  );
}
