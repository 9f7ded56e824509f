/** Shows where in the thread something was said: scrolls there and marks it for a moment. */

const MARKED_MS = 1800;

export function toTurn(seq: number): boolean {
  const turn = document.querySelector<HTMLElement>(`[data-pane=thread] [data-seq="${seq}"]`);
  if (turn === null) return false;
  // On a phone, or under a drawer, the thread has to be seen first; who opened it closes it.
  turn.scrollIntoView({ block: "center" });
  turn.dataset["shown"] = "";
  setTimeout(() => delete turn.dataset["shown"], MARKED_MS);
  return true;
}
