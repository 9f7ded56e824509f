import { WifiOff } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { announce, useCommands, useDesk, useNow } from "../state/use.ts";
import { Icon } from "../ui/Icon.tsx";

/** Short drops mend themselves before anybody has read a banner; only longer ones are worth a word. */
const PATIENCE_MS = 3000;

export function OfflineBanner() {
  const { t } = useTranslation();
  const commands = useCommands();
  const link = useDesk((desk) => desk.link);
  const now = useNow();
  const visible = link.status !== "online" && link.since > 0 && now - link.since >= PATIENCE_MS;
  useEffect(() => {
    if (visible) announce(t("offline.spoken"));
    return () => {
      if (visible) announce(t("offline.back"));
    };
  }, [visible, t]);
  if (!visible) return null;
  const seconds = link.retryAt === null ? null : Math.max(1, Math.ceil((link.retryAt - now) / 1000));
  return (
    <div className="banner-w">
      <div className="banner">
        <Icon of={WifiOff} />
        <span>
          <b>{t("offline.title")}</b> {t("offline.help")}
        </span>
        <span className="sp" />
        <span className="num nowrap hide-s">
          {link.status === "connecting" || seconds === null ? t("offline.trying") : t("offline.again_in", { count: seconds })}
        </span>
        <button type="button" className="btn sm" onClick={() => commands.nudge()}>
          {t("offline.try_now")}
        </button>
      </div>
    </div>
  );
}
