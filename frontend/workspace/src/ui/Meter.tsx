import { useTranslation } from "react-i18next";

export interface MeterProps {
  label: string;
  value: number;
  needs: number;
  over: boolean;
  /** How the two are compared; for `below` and `at_most` the line is a floor. */
  op?: string;
  /** What is drawn below the label: a link to where the rule is explained. */
  onLabel?: () => void;
}

/** A value beside its threshold. Grey while below, ink when past; the tick is the threshold; the figures say both. */
export function Meter({ label, value, needs, over, op, onLabel }: MeterProps) {
  const { t, i18n } = useTranslation();
  // Scores go from 0 to 1; counts go up to what is needed.
  const whole = needs > 1 || value > 1;
  const most = whole ? Math.max(needs, value) : 1;
  // A trend that goes down is as long as it is deep.
  const sign = needs < 0 ? -1 : 1;
  const shown = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, whole ? { maximumFractionDigits: 1 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const part = (of: number): number => Math.min(100, Math.max(0, ((sign * of) / most) * 100));
  const tickAt = part(needs);
  // What falls short by a thousandth must not read as if it had arrived.
  const floor = op === "below" || op === "at_most" ? "_floor" : "";
  const alike = value < needs && over === (floor !== "") && shown.format(value) === shown.format(needs);
  const short = alike ? Math.floor(value * 100) / 100 : value;
  const figures = { value: shown.format(short), needs: shown.format(needs) };
  return (
    <div className={over ? "meter hit" : "meter"}>
      <span className={over ? undefined : "mut"}>
        {onLabel === undefined ? (
          label
        ) : (
          <button type="button" className="as-link" onClick={onLabel}>
            {label}
          </button>
        )}
      </span>
      <span className="val">{t("meter.figures", figures)}</span>
      <span className="tr" role="img" aria-label={t(`meter.${over ? "over" : "under"}${floor}`, figures)}>
        <i style={{ inlineSize: `${part(value)}%` }} />
        <b style={{ insetInlineStart: tickAt >= 100 ? "calc(100% - 2px)" : `${tickAt}%` }} />
      </span>
    </div>
  );
}
