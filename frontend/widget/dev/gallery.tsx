/** Every state of the panel side by side, drawn by the real panel from scripted frames. ?lang=ar ?dark ?grey ?only=line */
import "@fontsource-variable/inter/opsz.css";
import "@fontsource-variable/noto-sans-arabic";
import "@fontsource-variable/jetbrains-mono";
import "../src/frame.css";
import "./gallery.css";
import { render } from "preact";
import { accent } from "../src/accent.ts";
import { Chat } from "../src/chat.ts";
import { Panel } from "../src/view/panel.tsx";
import { direction, languageOf, loadWords } from "../src/words.ts";
import { playing, scripted } from "./mock.ts";
import { type Scene, branding, scenes } from "./scenes.ts";

const asked = new URLSearchParams(location.search);
const language = languageOf(asked.get("lang") ?? "en");
const theme = asked.has("dark") ? "dark" : "light";
const root = document.documentElement;
const { fill, text, edge } = accent(asked.get("accent") ?? branding(language).accent, theme);
root.dataset["theme"] = theme;
root.lang = language;
root.dir = direction(language);
root.classList.toggle("only", asked.has("only"));
root.classList.toggle("grey", asked.has("grey"));
for (const [name, value] of Object.entries({ "--brand": fill, "--on-brand": text, "--brand-edge": edge })) root.style.setProperty(name, value);

const words = await loadWords(language);
const told = { locale: language, theme, branding: branding(language) } as const;

function chatOf(scene: Scene): Chat {
  const chat = new Chat(scripted(scene, language), words, told);
  // The script has spoken once a few microtasks have passed; then the customer acts.
  setTimeout(() => {
    if (scene.link === "offline") chat.deviceIs(false);
    scene.then?.(chat);
  }, 50);
  return chat;
}

const shown = scenes(language).filter((scene) => !asked.has("only") || scene.id === asked.get("only"));
const live = asked.get("only") === "play";
render(
  <main class="bd">
    <div class="top">
      <h1>What customers see</h1>
      <p class="mut">Every state of the panel at 360 px, drawn by the panel itself. Words come from states.yaml.</p>
    </div>
    <div class="sts">
      {live && <Panel chat={new Chat(playing(language), words, told)} />}
      {shown.map((scene, at) => (
        <section class="st" id={scene.id} key={scene.id} aria-label={scene.title}>
          <h2>
            <span class="dim num">{at + 1}</span> {scene.title}
          </h2>
          <Panel chat={chatOf(scene)} />
        </section>
      ))}
    </div>
  </main>,
  document.getElementById("gallery") as HTMLElement,
);
