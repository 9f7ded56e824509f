import { useTranslation } from "react-i18next";

export interface MeterProps {
  label: string;
  value: number;
  needs: number;
  over: boolean;
}

/** A value beside its threshold. Grey while below, ink when past; the tick is the threshold; the figures say both. */
export function Meter({ label, value, needs, over }: MeterProps) {
  const { t, i18n } = useTranslation();
  // Scores go from 0 to 1; counts go up to what is needed.
  const whole = needs > 1;
  const most = whole ? Math.max(needs, value) : 1;
  const shown = new Intl.NumberFormat(i18n.language, whole ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const part = (of: number): number => Math.min(100, Math.max(0, (of / most) * 100));
  const tickAt = part(needs);
  const figures = { value: shown.format(value), needs: shown.format(needs) };
  return (
    <div className={over ? "meter hit" : "meter"}>
      <span className={over ? undefined : "mut"}>{label}</span>
      <span className="val">{t("meter.figures", figures)}</span>
      <span className="tr" role="img" aria-label={t(over ? "meter.over" : "meter.under", figures)}>
        <i style={{ inlineSize: `${part(value)}%` }} />
        <b style={{ insetInlineStart: tickAt >= 100 ? "calc(100% - 2px)" : `${tickAt}%` }} />
      </span>
    </div>
  );
}
