/** Puts the focus where an action wants it, once the screen has caught up with the action. */

const WHERE: Readonly<Record<string, string>> = {
  composer: "[data-focus=composer]",
  list: "[data-pane=list] [role=option][tabindex='0']",
  thread: "[data-pane=thread]",
  draft: "[data-focus=draft]",
  approval: "[data-pane=approval] .btn.draft",
  panel: "[data-pane=panel] [aria-pressed=true], [data-pane=panel] button",
  doing: "[data-focus=doing]",
  offer: "[data-pane=offer] .btn.person",
  search: "[data-focus=search]",
  rail: "[data-pane=rail] [aria-current]",
};

const TRIES = 40;

export function focusOn(what: string, of?: string, tries = TRIES): void {
  const where = WHERE[what];
  if (where === undefined) return;
  const selector = of === undefined ? where : `${where}[data-of="${CSS.escape(of)}"]`;
  const element = document.querySelector<HTMLElement>(selector);
  if (element !== null && element.offsetParent !== null) {
    element.focus();
    return;
  }
  // The thread may still be on its way from the server.
  if (tries > 0) setTimeout(() => focusOn(what, of, tries - 1), 50);
}
