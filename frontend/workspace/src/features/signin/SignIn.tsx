import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Eye, EyeOff, Volume2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../api/transport.ts";
import type { SignInHints } from "../../api/types.ts";
import { play } from "../../core/sound.ts";
import { useCommands } from "../../state/use.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Logo } from "../../ui/Marks.tsx";
import { initialsOf } from "../../state/lines.ts";

/** E-mail and password; on a demo server also the people of the demo, because the server said so. */
export function SignIn({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const hints = useQuery({
    queryKey: ["sign-in-hints"],
    queryFn: () => commands.get<SignInHints>("/sign-in/hints").catch(() => null),
    retry: false,
    staleTime: Infinity,
  });
  const demo = hints.data?.demo === true ? hints.data : null;
  const first = demo?.accounts[0];
  const [email, setEmail] = useState<string | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const [visible, setVisible] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  const values = { email: email ?? first?.email ?? "", password: password ?? first?.password ?? "" };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await commands.signIn(values.email.trim(), values.password);
    } catch (error) {
      setProblem(error);
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="si">
      <div className="si-l">
        <p className="brand">
          <Logo /> Segue
        </p>
        <form className="si-f" onSubmit={(event) => void submit(event)}>
          <div className="grid g1">
            <h1>{t("signin.title")}</h1>
            <p className="mut">{demo?.organisation ?? t("signin.subtitle")}</p>
          </div>
          {problem !== null || ended ? (
            <div className={problem === null ? "banner info" : "banner bad"} role="alert">
              <Icon of={CircleAlert} />
              <span>{problem === null ? t("signin.ended") : <Problem error={problem} />}</span>
            </div>
          ) : null}
          <div className="field">
            <label htmlFor="email">{t("signin.email")}</label>
            <input id="email" className="input tall" type="email" name="email" autoComplete="username" required dir="ltr" placeholder="you@example.com" value={values.email} onChange={(event) => setEmail(event.target.value)} />
          </div>
          <div className="field">
            <label htmlFor="password">{t("signin.password")}</label>
            <div className="with-end">
              <input ref={field} id="password" className="input tall" type={visible ? "text" : "password"} name="password" autoComplete="current-password" required dir="ltr" value={values.password} onChange={(event) => setPassword(event.target.value)} />
              <button type="button" className="ib" aria-label={t(visible ? "signin.hide" : "signin.show")} aria-pressed={visible} onClick={() => setVisible(!visible)}>
                <Icon of={visible ? EyeOff : Eye} />
              </button>
            </div>
          </div>
          <button className="btn lg primary" type="submit" aria-disabled={busy}>
            {t(busy ? "signin.busy" : "signin.do")}
          </button>
          <SoundTest />
          {demo === null ? null : <DemoPeople hints={demo} chosen={values.email} onChoose={(one) => { setEmail(one.email); setPassword(one.password); }} />}
        </form>
        <p className="xs dim">{t("signin.own_server")}</p>
      </div>
      <Scene />
    </main>
  );
}

/** One click that shows how an offer sounds and, by being a click, lets the browser play later ones. */
function SoundTest() {
  const { t } = useTranslation();
  const [heard, setHeard] = useState<boolean | null>(null);
  return (
    <p className="row help sound">
      <span className="sp">{heard === null ? t("signin.sound_note") : t(heard ? "sound.played" : "sound.blocked")}</span>
      <button type="button" className="btn sm ghost" onClick={() => void play("test").then(setHeard)}>
        <Icon of={Volume2} size="s" />
        {t("action.test_sound")}
      </button>
    </p>
  );
}

function DemoPeople({ hints, chosen, onChoose }: { hints: SignInHints; chosen: string; onChoose: (account: SignInHints["accounts"][number]) => void }) {
  const { t } = useTranslation();
  return (
    <section className="demo" aria-label={t("signin.demo")}>
      <p className="or">{t("signin.demo")}</p>
      <div className="demo-p">
        {hints.accounts.map((account) => (
          <button type="button" className="mi" key={account.email} aria-pressed={account.email === chosen} onClick={() => onChoose(account)}>
            <Avatar voice="person" size="xs" initials={initialsOf(account.name)} />
            <span className="ell">{account.name}</span>
            <span className="sp" />
            <span className="xs dim nowrap">{account.team}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

function Problem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof Refused)) return <>{t("told.unreachable")}</>;
  const seconds = error.problem.retry_after_s;
  const minutes = seconds === undefined ? undefined : Math.max(1, Math.ceil(seconds / 60));
  if (LOCKED.has(error.code) && minutes !== undefined) return <>{t("signin.locked", { count: minutes })}</>;
  return <>{t(`signin.problem.${error.code}`, { defaultValue: error.message })}</>;
}

const LOCKED: ReadonlySet<string> = new Set(["locked", "rate_limited"]);

/** What the product does, in four bubbles. Decoration: whoever listens has the words of the form. */
function Scene() {
  const { t } = useTranslation();
  return (
    <div className="si-r" aria-hidden="true">
      <div className="scene">
        <div className="msg">
          <Avatar voice="customer" initials="WF" />
          <div className="bub">{t("signin.scene.customer")}</div>
        </div>
        <div className="msg end bot">
          <Avatar voice="bot" />
          <div className="bub">{t("signin.scene.bot")}</div>
        </div>
        <p className="sys pass-line">
          <span>{t("signin.scene.pass")}</span>
        </p>
        <div className="msg end person">
          <Avatar voice="person" initials="SK" />
          <div className="bub">{t("signin.scene.person")}</div>
        </div>
      </div>
    </div>
  );
}
