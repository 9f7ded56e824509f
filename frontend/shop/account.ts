/**
 * Signing in to the demo shop: choose who you are. The shop's server signs a token that says so, and the chat gets it:
 * this is all that a company's own site has to do (docs/howto/know-who-is-asking.md).
 */
interface Customer {
  id: string;
  name: string;
}

const PLACE = "fernhill:customer";
const chat = ((window as unknown as { Segue?: { push(call: unknown[]): void } }).Segue ??= [] as never);

async function main(): Promise<void> {
  const box = document.querySelector<HTMLElement>("#account");
  const answer = await fetch("/shop/session");
  if (!box || !answer.ok) return;
  const { customers } = (await answer.json()) as { customers: Customer[] };
  if (customers.length === 0) return;
  const select = document.createElement("select");
  select.ariaLabel = "Signed in as";
  select.append(new Option("Not signed in", ""), ...customers.map(({ id, name }) => new Option(name, id)));
  select.value = sessionStorage.getItem(PLACE) ?? "";
  select.addEventListener("change", () => void signIn(select.value));
  box.append(select);
  box.hidden = false;
  if (select.value) await signIn(select.value);
}

/** An empty id signs out: the chat begins anew, as nobody's. */
async function signIn(id: string): Promise<void> {
  let token = "";
  if (id) {
    const answer = await fetch(`/shop/session?${new URLSearchParams({ customer: id })}`);
    token = answer.ok ? ((await answer.json()) as { token: string }).token : "";
  }
  if (id) sessionStorage.setItem(PLACE, id);
  else sessionStorage.removeItem(PLACE);
  const { Segue } = window as unknown as { Segue?: { push(call: unknown[]): void } };
  (Segue ?? chat).push(["identify", token]);
}

void main();
