import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, Info, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Told } from "../state/desk.ts";
import { announce, useCommands, useDesk } from "../state/use.ts";
import { Icon } from "../ui/Icon.tsx";
import { IconButton } from "../ui/IconButton.tsx";

const LASTS_MS = 7000;
const BAD_LASTS_MS = 14_000;

/** Things the agent must be told plainly: somebody was quicker, a change was refused, a value was copied. */
export function Toasts() {
  const { t } = useTranslation();
  const told = useDesk((desk) => desk.told);
  return (
    <section className="toasts" aria-label={t("notices")}>
      {told.slice(-3).map((one) => (
        <Toast key={one.id} told={one} />
      ))}
    </section>
  );
}

function Toast({ told }: { told: Told }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const customer = told.values?.["customer"] || t("visitor", { case: told.values?.["case"] ?? "" });
  // What is refused has the same words whether it was said or done, but for those about a text.
  const words = told.key === "told.plain" && told.text !== undefined ? told.text : t([told.key, told.key.replace(/^not_done\./u, "refused.")], { ...told.values, customer, defaultValue: told.text ?? told.key });
  useEffect(() => {
    announce(words);
    const timer = setTimeout(() => commands.understood(told.id), told.tone === "bad" ? BAD_LASTS_MS : LASTS_MS);
    return () => clearTimeout(timer);
  }, [told, words, commands]);
  return (
    <div className="toast">
      <Icon of={told.tone === "bad" ? CircleAlert : told.tone === "ok" ? Check : Info} size="s" />
      <span dir="auto">{words}</span>
      <span className="sp" />
      {told.open === undefined ? null : (
        <Link
          className="btn sm"
          to="/c/$conversation"
          params={{ conversation: told.open }}
          onClick={() => commands.understood(told.id)}
        >
          {t("told.open")}
        </Link>
      )}
      <IconButton icon={X} small tip={false} label={t("dismiss")} onClick={() => commands.understood(told.id)} />
    </div>
  );
}
