/** Before the first message: a greeting, what others ask, and what happens to one's words. */
import { messageCircle, packageIcon as parcel, undo2 } from "@segue/styles/icons";
import type { JSX } from "preact";
import { usePanel } from "./context.ts";
import { Option } from "./option.tsx";

/** A parcel for orders, an arrow back for returns: a hint for the eye, never the only meaning. */
function iconFor(suggestion: string): string {
  if (/return|send.*back|exchange|zurück|umtausch|devol|إرجاع|استبدال/i.test(suggestion)) return undo2;
  if (/order|parcel|deliver|shipping|bestell|paket|liefer|pedido|paquete|entrega|طلب|شحن|توصيل/i.test(suggestion)) return parcel;
  return messageCircle;
}

export function Home(): JSX.Element {
  const { now, words, t } = usePanel();
  const view = now.chat.view;
  const people = view?.people_online ? words.panel.home_open : view?.opens_at ? words.panel.home_closed : words.panel.home_alone;
  return (
    <>
      <div class="w-hello">
        <h1>{words.panel.home_title}</h1>
        <p class="mut">{t(people)}</p>
      </div>
      <Suggestions />
      <p class="xs dim w-privacy">{words.panel.privacy}</p>
    </>
  );
}

function Suggestions(): JSX.Element | null {
  const { chat, now } = usePanel();
  const suggestions = now.branding.suggestions ?? [];
  if (suggestions.length === 0) return null;
  return (
    <div class="w-opts">
      {suggestions.slice(0, 4).map((suggestion) => (
        <Option key={suggestion} icon={iconFor(suggestion)} label={suggestion} act={() => chat.say(suggestion)} />
      ))}
    </div>
  );
}

/** Under a greeting of the assistant, the same suggestions as answers to pick. */
export function QuickReplies(): JSX.Element | null {
  const { chat, now } = usePanel();
  const suggestions = now.branding.suggestions ?? [];
  if (suggestions.length === 0) return null;
  return (
    <div class="w-quick">
      {suggestions.slice(0, 4).map((suggestion) => (
        <button key={suggestion} type="button" class="btn sm" onClick={() => chat.say(suggestion)}>
          {suggestion}
        </button>
      ))}
    </div>
  );
}
