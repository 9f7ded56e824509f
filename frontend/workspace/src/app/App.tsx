import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Tooltip } from "radix-ui";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Commands } from "../api/commands.ts";
import { SignIn } from "../features/signin/SignIn.tsx";
import { CommandsContext, useDesk, usePreferences } from "../state/use.ts";
import { Logo } from "../ui/Marks.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Gallery } from "./lazy.ts";
import { router } from "./routes.tsx";

const client = new QueryClient();

export function App({ commands }: { commands: Commands }) {
  const locale = usePreferences((chosen) => chosen.locale);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <Tooltip.Provider delayDuration={400}>
          <CommandsContext value={commands}>
            <Door key={locale} commands={commands} />
          </CommandsContext>
        </Tooltip.Provider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** In, or at the door; the gallery can be seen from outside, since nothing in it is anybody's. */
function Door({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const me = useDesk((desk) => desk.me);
  const ended = useDesk((desk) => desk.ended);
  const [asked, setAsked] = useState<"asking" | "answered" | "unreachable">(me === null ? "asking" : "answered");

  useEffect(() => {
    if (asked !== "asking") return;
    commands.resume().then(
      () => setAsked("answered"),
      () => {
        setAsked("unreachable");
        setTimeout(() => setAsked("asking"), 3000);
      },
    );
  }, [asked, commands]);

  if (me !== null) return <RouterProvider router={router} />;
  if (location.pathname === "/gallery") return <Gallery />;
  if (asked === "asking" || asked === "unreachable") {
    return (
      <main className="hall" role="status">
        <Logo />
        <p className="mut">{t(asked === "asking" ? "loading" : "hall.unreachable")}</p>
      </main>
    );
  }
  return <SignIn ended={ended} />;
}
