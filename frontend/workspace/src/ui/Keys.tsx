/** Keys as this computer prints them: ⌘ and ⌥ on a Mac, Ctrl and Alt elsewhere. */

const MAC = /Mac|iPhone|iPad/u.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  mod: MAC ? "⌘" : "Ctrl",
  alt: MAC ? "⌥" : "Alt",
  shift: MAC ? "⇧" : "Shift",
  enter: "↵",
  backspace: "⌫",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
};

/** `mod+enter` becomes `⌘↵` or `Ctrl ↵`; `g m` stays two keys pressed one after the other. */
export function printedKeys(keys: string): string[] {
  return keys.split(" ").map((chord) =>
    chord
      .split("+")
      .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.replace(/^f(\d+)$/u, "F$1")))
      .join(MAC ? "" : " "),
  );
}

/** For `aria-keyshortcuts`, which has its own spelling. Sequences have none, so they are left out. */
export function ariaKeys(keys: string | undefined): string | undefined {
  if (keys === undefined || keys.includes(" ")) return undefined;
  return keys
    .split("+")
    .map((key) => (key === "mod" ? (MAC ? "Meta" : "Control") : key.charAt(0).toUpperCase() + key.slice(1)))
    .join("+");
}

export function Keys({ keys }: { keys: string }) {
  return (
    <>
      {printedKeys(keys).map((key, index) => (
        <span className="kbd" aria-hidden="true" key={`${index}${key}`}>
          {key}
        </span>
      ))}
    </>
  );
}
