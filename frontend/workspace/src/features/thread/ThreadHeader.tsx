import { ArrowLeft, ArrowLeftRight, BadgeCheck, Check, Ellipsis, Eye, Hand, Moon, PanelRight, PhoneCall, ShieldQuestionMark, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import {
  type Action,
  called,
  close,
  doSomething,
  panel,
  pick,
  returnToAssistant,
  snooze,
  tags,
  takeOver,
  transfer,
  verdict,
} from "../../actions/index.ts";
import { useRun } from "../../actions/use.ts";
import type { Item } from "../../api/types.ts";
import { isMine } from "../../state/views.ts";
import { useDesk, useMay } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { TimerSentence } from "../../ui/TimerText.tsx";

/** Who has the conversation, since when somebody waits, and what can be done with it. */
export function ThreadHeader({ item, onBack }: { item: Item; onBack: () => void }) {
  const { t } = useTranslation();
  const run = useRun();
  const may = useMay(item);
  const me = useDesk((desk) => desk.me);
  const watchers = useDesk((desk) => desk.viewing[item.id]);
  const channel = t(`channel.${item.channel}`, { defaultValue: item.channel });
  const menu: readonly Action[] = [called, doSomething, transfer, snooze, returnToAssistant, takeOver, tags, verdict];
  const possible: Readonly<Record<string, boolean>> = {
    called: may.has("call"),
    do_something: may.has("do"),
    transfer: may.has("transfer"),
    snooze: may.has("snooze"),
    return: may.has("return"),
    take_over: may.has("take_over"),
    tags: may.has("tags"),
    verdict: may.has("verdict") && item.reason !== null,
  };
  return (
    <header className="th-h">
      <IconButton icon={ArrowLeft} label={t("thread.back")} className="back" flip tip={false} onClick={onBack} />
      <div className="id">
        <h1 className="ell">
          <bdi>{item.customer.name ?? t("visitor", { case: item.case ?? "" })}</bdi>{" "}
          {item.customer.verified ? (
            <span className="ok" title={t("proof.verified")}>
              <Icon of={BadgeCheck} size="s" />
              <span className="vh">{t("proof.verified")}</span>
            </span>
          ) : item.customer.name === null && item.customer.email === null ? null : (
            // A name or an address was only said: that is told as plainly as the proof would be.
            <span className="dim" title={t("proof.unverified")}>
              <Icon of={ShieldQuestionMark} size="s" />
              <span className="vh">{t("proof.unverified")}</span>
            </span>
          )}
        </h1>
        <p className="xs dim ell">
          {channel} · <TimerSentence item={item} mine={isMine(item, me)} />
        </p>
      </div>
      <OwnerChip item={item} />
      {watchers !== undefined && watchers.length > 0 ? (
        <span className="chip hide-m">
          <Icon of={Eye} />
          <span dir="auto">{watchers.map((watcher) => watcher.name).join(", ")}</span>
          <span className="vh">{t("viewing_too")}</span>
        </span>
      ) : null}
      {may.has("do") ? <IconButton icon={Zap} label={t("action.do_something")} keys="!" className="hide-s" onClick={() => run(doSomething)} /> : null}
      {may.has("transfer") ? (
        <IconButton icon={ArrowLeftRight} label={t("action.transfer")} keys="t" className="hide-s" onClick={() => run(transfer)} />
      ) : null}
      {may.has("snooze") ? (
        <IconButton icon={Moon} label={t("action.snooze")} keys="s" className="hide-s" onClick={() => run(snooze)} />
      ) : null}
      <IconButton icon={PanelRight} label={t("panel.open")} keys="i" className="ctxbtn" flip onClick={() => run(panel)} />
      <Menu
        label={t("thread.more")}
        trigger={
          <button type="button" className="ib" aria-label={t("thread.more")}>
            <Icon of={Ellipsis} />
          </button>
        }
      >
        {menu
          .filter((action) => possible[action.id] === true)
          .map((action) => (
            <MenuItem key={action.id} icon={action.icon} keys={action.keys} onSelect={() => run(action)}>
              {t(`action.${action.id}`)}
            </MenuItem>
          ))}
        {may.has("close") ? (
          <MenuItem icon={Check} keys="e" onSelect={() => run(close)}>
            {t("action.close")}
          </MenuItem>
        ) : null}
      </Menu>
      {may.has("call") && item.due_kind === "callback" ? (
        <button type="button" className="btn person sm hide-s" onClick={() => run(called)}>
          <Icon of={PhoneCall} size="s" />
          {t("thread.called")}
        </button>
      ) : null}
      {may.has("pick") ? (
        <button type="button" className="btn person sm" onClick={() => run(pick)}>
          <Icon of={Hand} size="s" />
          {item.stage === "closed" ? t("thread.reopen") : t("offer.take")} <Keys keys="p" />
        </button>
      ) : null}
      {may.has("close") && !may.has("pick") ? (
        <button type="button" className="btn sm hide-s" onClick={() => run(close)}>
          <Icon of={Check} size="s" />
          {/* While an answer waits, the key belongs to it. */}
          {t("action.close_short")} {may.has("approve") ? null : <Keys keys="e" />}
        </button>
      ) : null}
    </header>
  );
}

/** One owner at a time, always said: you, a colleague, the assistant, the line, nobody. */
function OwnerChip({ item }: { item: Item }) {
  const { t } = useTranslation();
  const me = useDesk((desk) => desk.me);
  const { agent, stage, team } = item;
  if (stage === "with_bot" || stage === "wrapping_up") {
    return (
      <span className="owner is-bot">
        <Avatar voice="bot" size="xs" />
        {t(stage === "with_bot" ? "owner.bot" : "owner.wrapping_up")}
      </span>
    );
  }
  if (stage === "closed") return <span className="chip">{t("owner.closed")}</span>;
  if (stage === "deferred") return <span className="chip line">{t("owner.later", { case: item.case ?? "" })}</span>;
  if (agent !== null && stage !== "offered" && stage !== "waiting") {
    const mine = isMine(item, me);
    return (
      <span className="owner">
        <Avatar voice="person" size="xs" initials={agent.initials} />
        {mine ? t("owner.you") : t("owner.agent", { name: agent.name })}
      </span>
    );
  }
  const where = team?.name ?? "";
  return (
    <span className="chip line">
      {item.place === null ? t("owner.line", { team: where }) : t("owner.place", { team: where, place: item.place })}
    </span>
  );
}
