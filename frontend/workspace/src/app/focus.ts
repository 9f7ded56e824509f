/** Puts the focus where an action wants it, once the screen has caught up with the action. */

const WHERE: Readonly<Record<string, string>> = {
  composer: "[data-focus=composer]",
  list: "[data-pane=list] [role=option][tabindex='0']",
  thread: "[data-pane=thread]",
  panel: "[data-pane=panel] [aria-pressed=true], [data-pane=panel] button",
  search: "[data-focus=search]",
  rail: "[data-pane=rail] [aria-current]",
};

const TRIES = 20;

export function focusOn(what: string, tries = TRIES): void {
  const selector = WHERE[what];
  if (selector === undefined) return;
  const element = document.querySelector<HTMLElement>(selector);
  if (element !== null && element.offsetParent !== null) {
    element.focus();
    return;
  }
  // The thread may still be on its way from the server.
  if (tries > 0) setTimeout(() => focusOn(what, tries - 1), 50);
}
