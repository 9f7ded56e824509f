import { Outlet, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Hands, Scene } from "../actions/index.ts";
import { StagehandContext } from "../actions/use.ts";
import { DraftNews } from "../features/approval/DraftNews.tsx";
import { Offers } from "../features/offers/Offers.tsx";
import { KeySheet } from "../features/palette/KeySheet.tsx";
import { Palette } from "../features/palette/Palette.tsx";
import { may } from "../state/views.ts";
import { show, surface, useCommands, useSurface } from "../state/use.ts";
import { focusOn } from "./focus.ts";
import { listOrder } from "./order.ts";
import { Rail } from "./Rail.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { Toasts } from "./Toasts.tsx";
import { useAttention } from "./useAttention.ts";
import { useKeyboard } from "./useKeyboard.ts";

/** What is always there: the rail, offers, what is told, the keyboard, and the one status line. */
export function Shell() {
  const { t } = useTranslation();
  const commands = useCommands();
  const navigate = useNavigate();
  const sheet = useSurface((open) => open.sheet);

  const stagehand = useMemo(() => {
    const hands: Hands = {
      commands,
      show,
      go: (path) => void navigate({ to: path }),
      focus: focusOn,
    };
    const scene = (): Scene => {
      const desk = commands.desk.get();
      const open = surface.get();
      const item = open.current === null ? null : (desk.items[open.current] ?? null);
      return {
        me: desk.me,
        item,
        brief: item === null ? null : (desk.threads[item.id]?.brief ?? null),
        may: may(item, desk.me),
        surface: open,
        order: listOrder.get(),
        offered: desk.offers[0]?.conversation ?? null,
      };
    };
    return { hands, scene };
  }, [commands, navigate]);

  useKeyboard(stagehand);
  useAttention();

  return (
    <StagehandContext value={stagehand}>
      <a className="skip" href="#main">
        {t("skip_to")}
      </a>
      <div className="frame">
        <Rail />
        <Outlet />
      </div>
      <Offers />
      <DraftNews />
      <Toasts />
      <StatusLine />
      {sheet === "palette" ? <Palette /> : null}
      {sheet === "keys" ? <KeySheet /> : null}
    </StagehandContext>
  );
}

/** A page on one sheet, for everything that is not a conversation. */
export function Page() {
  return (
    <main className="page scroll" id="main" tabIndex={0}>
      <Outlet />
    </main>
  );
}
