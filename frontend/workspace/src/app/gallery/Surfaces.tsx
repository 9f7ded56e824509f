import { ArrowLeftRight, Bot, Check, CircleAlert, CircleCheck, Eye, Moon, WifiOff } from "lucide-react";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { PassDrawing } from "../../ui/Marks.tsx";
import { Meter } from "../../ui/Meter.tsx";
import { Mood } from "../../ui/Mood.tsx";

export function Overlays() {
  return (
    <section className="grid g4 ga-start">
      <h2>Over the page</h2>
      <div className="menu" role="group" aria-label="A menu">
        <button type="button" className="mi on">
          <Icon of={ArrowLeftRight} size="s" />
          Transfer
          <span className="sp" />
          <Keys keys="t" />
        </button>
        <button type="button" className="mi">
          <Icon of={Moon} size="s" />
          Snooze
          <span className="sp" />
          <Keys keys="s" />
        </button>
        <button type="button" className="mi">
          <Icon of={Bot} size="s" />
          Hand back to the assistant
        </button>
      </div>
      <div className="toast">
        <Icon of={Check} size="s" />
        <span>Marco was quicker with Hazel Glen.</span>
      </div>
      <div className="dialog" role="group" aria-label="A dialog">
        <h3>Marco is replying</h3>
        <p className="mut">Started 4 seconds ago. Send yours anyway?</p>
        <div className="row">
          <span className="sp" />
          <button type="button" className="btn">
            Wait
          </button>
          <button type="button" className="btn person">
            Send anyway
          </button>
        </div>
      </div>
    </section>
  );
}

export function States() {
  return (
    <section className="grid g3 ga-start">
      <h2>State</h2>
      <div className="banner">
        <Icon of={WifiOff} />
        <span>
          <b>You’re offline.</b> We’ll send when you’re back.
        </span>
      </div>
      <div className="banner bad">
        <Icon of={CircleAlert} />
        <span>
          <b>Not sent.</b> The conversation changed hands.
        </span>
      </div>
      <div className="banner ok">
        <Icon of={CircleCheck} />
        <span>Everything works.</span>
      </div>
      <div className="banner info">
        <Icon of={Eye} />
        <span>You’re only looking. Nobody sees you here.</span>
      </div>
      <div className="card pad row g3">
        <span className="sk ga-sk" />
        <span className="grid g2 sp">
          <span className="sk" style={{ inlineSize: "60%" }} />
          <span className="sk" style={{ inlineSize: "85%" }} />
        </span>
      </div>
      <div className="card empty">
        <PassDrawing />
        <h3>You’re all caught up</h3>
        <p className="sm">When someone needs you, they arrive here.</p>
      </div>
    </section>
  );
}

export function Data() {
  return (
    <section className="grid g4 ga-start">
      <h2>Data</h2>
      <div className="card pad grid g3">
        <Meter label="Past the line" value={0.81} needs={0.7} over />
        <Meter label="Not reached" value={0.34} needs={0.7} over={false} />
        <Meter label="Answers that missed" value={1} needs={2} over={false} />
      </div>
      <div className="card pad">
        <Mood scores={[0.1, -0.2, -0.5, -0.9]} />
      </div>
      <div className="card pad">
        <Mood scores={[-0.4, 0.1, 0.6]} />
      </div>
      <div className="stats">
        <div className="stat">
          <span className="k">Customers connected</span>
          <span className="v">52</span>
        </div>
        <div className="stat">
          <span className="k">Given up on</span>
          <span className="v bad">3</span>
        </div>
      </div>
    </section>
  );
}
