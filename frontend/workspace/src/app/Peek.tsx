import { EyeOff, Hand, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../api/transport.ts";
import type { Id } from "../api/types.ts";
import { Composer } from "../features/composer/Composer.tsx";
import { RoutingWhy } from "../features/routing/RoutingWhy.tsx";
import { Thread } from "../features/thread/Thread.tsx";
import { announce, show, surface, useCommands, useItem, useMay } from "../state/use.ts";
import { Icon } from "../ui/Icon.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { TimerSentence } from "../ui/TimerText.tsx";

export interface PeekProps {
  id: Id;
  onClose: () => void;
  /** It is one's own now. */
  onTaken: (id: Id) => void;
  /** By itself on a page, which it then is the name of. */
  alone?: boolean;
}

/**
 * A conversation seen over somebody's shoulder. Nothing is said of it to anybody: neither `viewing` nor `seen`
 * leaves this page, and unread stays unread. From here a lead whispers, or takes over.
 */
export function Peek({ id, onClose, onTaken, alone }: PeekProps) {
  const Title = alone === true ? "h1" : "h2";
  const { t } = useTranslation();
  const commands = useCommands();
  const item = useItem(id);
  const may = useMay(item);
  const closer = useRef<HTMLButtonElement>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = item?.customer.name ?? t("visitor", { case: item?.case ?? "" });

  useEffect(() => {
    commands.peek(id);
    setMissing(false);
    commands.open(id).catch((error: unknown) => setMissing(error instanceof Refused && error.problem.status === 404));
    // A lead who looks in has something to say to the agent, if anything.
    const modes = surface.get().mode;
    show({ mode: { ...modes, [id]: "whisper" } });
    return () => commands.peek(null);
  }, [id, commands]);

  // It was asked for, so focus goes into it, and back to what was pressed when it closes.
  useEffect(() => {
    closer.current?.focus();
    announce(t("peek.label"));
  }, [id, t]);

  function leave(): void {
    onClose();
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-peek="${CSS.escape(id)}"]`)?.focus());
  }

  function takeOver(): void {
    setBusy(true);
    void commands.act(id, { act: may.has("take_over") ? "take_over" : "pick" }).then((done) => {
      setBusy(false);
      if (done) onTaken(id);
    });
  }

  return (
    <aside
      className="peek"
      aria-label={t("peek.of", { name })}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        leave();
      }}
    >
      <header className="th-h">
        <div className="id">
          <Title className="ell">
            <bdi>{name}</bdi>
          </Title>
          <p className="xs dim ell">
            {item === null ? null : (
              <>
                {item.stage === "with_agent" && item.agent !== null ? `${t("owner.agent", { name: item.agent.name })} · ` : null}
                <TimerSentence item={item} mine={false} />
              </>
            )}
          </p>
        </div>
        {may.has("take_over") || may.has("pick") ? (
          <button type="button" className="btn sm" disabled={busy} onClick={takeOver}>
            <Icon of={Hand} size="s" />
            {t("floor.take_over")}
          </button>
        ) : null}
        <IconButton ref={closer} icon={X} label={t("peek.close")} tip={false} onClick={leave} />
      </header>
      <p className="peek-l">
        <Icon of={EyeOff} size="s" />
        {t("peek.label")}
      </p>
      {missing ? (
        <div className="empty fill">
          <h2>{t("thread.missing")}</h2>
          <p>{t("thread.missing_help")}</p>
        </div>
      ) : (
        <Thread id={id} key={id} />
      )}
      {item === null || item.stage === "closed" ? null : (
        <div className="peek-why">
          <RoutingWhy item={item} />
        </div>
      )}
      {item === null || item.stage === "closed" ? null : <div className="foot">{may.has("say") ? null : <Composer item={item} key={id} />}</div>}
    </aside>
  );
}
