import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./IconButton.tsx";

/** `data-first` is for sheets that are read before anything in them is done. */
const FIRST = "[data-first], .picks[tabindex], input:not(:disabled), textarea, .picks button, .verdict button";

export interface DialogProps {
  title: string;
  help?: string | undefined;
  onClose: () => void;
  /** Where focus goes afterwards, when it should not simply go back. */
  onReturn?: (event: Event) => void;
  wide?: boolean;
  className?: string;
  /** The title is for those who listen only; the content speaks for itself. */
  bare?: boolean;
  children: ReactNode;
}

/**
 * Focus goes in, stays in, and goes back. The scrim is our own element: the one that comes with the
 * primitive writes a style sheet into the page, which a strict content policy forbids.
 */
export function Dialog({ title, help, onClose, onReturn, wide, className, bare, children }: DialogProps) {
  const { t } = useTranslation();
  const classes = ["dialog", "over", wide === true ? "wide" : undefined, className].filter(Boolean).join(" ");
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <div className="scrim" aria-hidden="true" />
        <Radix.Content
          className={classes}
          {...(help === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            // Into the first thing to do, not onto the cross that undoes it.
            const first = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(FIRST);
            if (first === null) return;
            event.preventDefault();
            first.focus();
          }}
          {...(onReturn === undefined ? {} : { onCloseAutoFocus: onReturn })}
        >
          {bare === true ? (
            <Radix.Title className="vh">{title}</Radix.Title>
          ) : (
            <div className="dialog-h">
              <Radix.Title>{title}</Radix.Title>
              <IconButton icon={X} label={t("close")} small tip={false} onClick={onClose} />
              {help === undefined ? null : <Radix.Description className="mut">{help}</Radix.Description>}
            </div>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
