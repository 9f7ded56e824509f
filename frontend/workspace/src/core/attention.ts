/** What a tab in the background may do to be noticed: a number in its title and a dot on its icon. */

const ICON = (dot: boolean): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="3.4" stroke-linecap="round">` +
  `<rect width="32" height="32" rx="8" fill="#fff"/>` +
  `<path d="M5 23c5.6 0 7-3 9-5.6" stroke="#6B46D6" stroke-dasharray="3.4 5"/>` +
  `<path d="M15.6 15C18 11.4 19.6 9 26 9" stroke="#2457D6"/><circle cx="26" cy="9" r="3" fill="#2457D6"/>` +
  (dot ? `<circle cx="24" cy="24" r="7" fill="#AE2A21"/>` : "") +
  `</svg>`;

export function showAttention(count: number, title: string): void {
  const wanted = count > 0 ? `(${count}) ${title}` : title;
  if (document.title !== wanted) document.title = wanted;
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link === null) return;
  const href = `data:image/svg+xml,${encodeURIComponent(ICON(count > 0))}`;
  if (link.href !== href) link.href = href;
}
