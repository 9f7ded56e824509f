import { Coffee, LogOut, Volume2, VolumeX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signOut, testSound } from "../../actions/index.ts";
import { useRun } from "../../actions/use.ts";
import type { Status } from "../../api/types.ts";
import { now } from "../../core/clock.ts";
import { prefer } from "../../core/preferences.ts";
import { useCommands, useDesk, usePreferences } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../../ui/Menu.tsx";

const STATUSES: readonly Status[] = ["available", "busy", "away", "offline"];

/** Away, and back by then: the floor shows it. */
const BREAKS = [15, 45] as const;

export function presenceClass(status: Status): string {
  return `pres ${status === "available" ? "ok" : status === "busy" ? "busy" : "off"}`;
}

/** Whether one may be offered people, and how many one has. */
export function PresenceMenu() {
  const { t } = useTranslation();
  const run = useRun();
  const commands = useCommands();
  const me = useDesk((desk) => desk.me);
  const sound = usePreferences((chosen) => chosen.sound);
  if (me === null) return null;
  const capacity = t("list.capacity", { taken: me.load, of: me.capacity });
  return (
    <Menu
      label={t("presence.label")}
      side="right"
      align="end"
      trigger={
        <button type="button" className="rail-me" aria-label={t("presence.you", { initials: me.initials, name: me.name, status: t(`status.${me.status}`), capacity })}>
          <Avatar voice="person" size="s" initials={me.initials} />
          <span className={presenceClass(me.status)} />
        </button>
      }
    >
      <MenuLabel>
        <b dir="auto">{me.name}</b>
        <span className="dim"> · {capacity}</span>
      </MenuLabel>
      {STATUSES.map((status) => (
        <MenuItem key={status} checked={me.status === status} lead={<span className={presenceClass(status)} aria-hidden="true" />} onSelect={() => void commands.status(status)}>
          {t(`status.${status}`)} <span className="xs dim">{t(`status_help.${status}`)}</span>
        </MenuItem>
      ))}
      {BREAKS.map((minutes) => (
        <MenuItem key={minutes} icon={Coffee} onSelect={() => void commands.status("away", new Date(now() + minutes * 60_000).toISOString())}>
          {t("presence.back_in", { count: minutes })}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={sound ? VolumeX : Volume2} onSelect={() => prefer({ sound: !sound })}>
        {t(sound ? "sound.mute" : "sound.unmute")}
      </MenuItem>
      <MenuItem icon={Volume2} onSelect={() => run(testSound)}>
        {t("action.test_sound")}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} flip onSelect={() => run(signOut)}>
        {t("action.sign_out")}
      </MenuItem>
    </Menu>
  );
}
