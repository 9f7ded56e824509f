import { Volume2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { testSound } from "../actions/index.ts";
import { useRun } from "../actions/use.ts";
import { now } from "../core/clock.ts";
import { countsOf, toCheck } from "../state/views.ts";
import { show, useDesk } from "../state/use.ts";
import { Icon } from "../ui/Icon.tsx";
import { PassDrawing } from "../ui/Marks.tsx";
import { OfflineBanner } from "./OfflineBanner.tsx";

/** Nothing is open: either all is done, or something waits to be picked. */
export function Empty() {
  const { t } = useTranslation();
  const run = useRun();
  const mine = useDesk((desk) => countsOf(desk, now()).mine ?? 0);
  const withBot = useDesk((desk) => desk.counts.bot ?? 0);
  const status = useDesk((desk) => desk.me?.status);
  const toDo = useDesk((desk) => toCheck(desk).length);
  const done = mine + toDo === 0;
  return (
    <>
      <OfflineBanner />
      <div className="empty fill">
        <PassDrawing />
        <h2>{t(done ? "empty.caught_up" : "empty.pick")}</h2>
        <p>
          {done && withBot > 0 ? `${t("empty.assistant_helps", { count: withBot })} ` : null}
          {t(done ? (status === "available" ? "empty.arrive" : "empty.not_available") : "empty.pick_help")}
        </p>
        <div className="row wrap empty-a">
          <button type="button" className="btn" onClick={() => run(testSound)}>
            <Icon of={Volume2} size="s" />
            {t("action.test_sound")}
          </button>
          {done ? (
            <button type="button" className="btn ghost" onClick={() => show({ view: "waiting" })}>
              {t("empty.see_waiting")}
            </button>
          ) : null}
        </div>
      </div>
    </>
  );
}
