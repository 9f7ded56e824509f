/**
 * Cards, forms and the menu come after the panel stands, together with their words: nobody needs them before the first
 * message, and by then they are here, so that they also work without a network.
 */
import { useEffect, useState } from "preact/hooks";
import { loadLaterWords } from "../words.ts";
import { usePanel } from "./context.ts";

type Later = typeof import("./later/index.tsx");

const RETRY_MS = 2_000;
let later: Later | null = null;

/** The later parts, or null while they are on their way. */
export function useLater(): Later | null {
  const { chat, now } = usePanel();
  const [, arrived] = useState(later);
  const { language, words } = now;
  const complete = "message_sr" in words;
  useEffect(() => {
    if (later && complete) return;
    let wanted = true;
    const fetchIt = (): void => {
      Promise.all([import("./later/index.tsx"), loadLaterWords(language)]).then(
        ([parts, more]) => {
          later = parts;
          if (wanted) chat.learn(language, more);
          arrived(parts);
        },
        () => wanted && setTimeout(fetchIt, RETRY_MS),
      );
    };
    // After the first paint; a card that is needed at once still comes within a frame or two.
    const id = setTimeout(fetchIt, 0);
    return () => {
      wanted = false;
      clearTimeout(id);
    };
  }, [chat, language, complete]);
  return complete ? later : null;
}
