import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export interface SheetEndProps {
  /** What the sheet does, on its button. */
  children: ReactNode;
  /** Stands before the buttons: what will be true afterwards. */
  note?: string;
  disabled?: boolean;
  onCancel: () => void;
  /** Without it the button sends the form that it stands in; with it, it is one that takes away. */
  onRemove?: () => void;
}

/** How a sheet ends: the way back, and then what it is for, at the far end of the line. */
export function SheetEnd({ children, note, disabled, onCancel, onRemove }: SheetEndProps) {
  const { t } = useTranslation();
  return (
    <div className={note === undefined ? "row" : "row wrap"}>
      {note === undefined ? null : <span className="xs dim">{note}</span>}
      <span className="sp" />
      <button type="button" className="btn" onClick={onCancel}>
        {t("cancel")}
      </button>
      {onRemove === undefined ? (
        <button type="submit" className="btn primary" disabled={disabled}>
          {children}
        </button>
      ) : (
        <button type="button" className="btn bad" disabled={disabled} onClick={onRemove}>
          {children}
        </button>
      )}
    </div>
  );
}
