import { Bot, Check, ChevronsUp, CircleAlert, Ellipsis, Lock, PencilLine, Search, SquareSlash, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";

export function Actions() {
  return (
    <section>
      <h2>Actions</h2>
      <div className="grid g3">
        <div className="f">
          <button type="button" className="btn primary">
            Publish
          </button>
          <button type="button" className="btn">
            History
          </button>
          <button type="button" className="btn ghost">
            Discard
          </button>
          <button type="button" className="btn bad">
            Delete…
          </button>
          <button type="button" className="btn" disabled>
            Not yet
          </button>
          <button type="button" className="btn sm">
            Small
          </button>
          <button type="button" className="btn lg primary">
            Large
          </button>
        </div>
        <div className="f">
          <button type="button" className="btn person">
            Send to Wren <Keys keys="mod+enter" />
          </button>
          <button type="button" className="btn note">
            <Icon of={Lock} size="s" />
            Add note (team only)
          </button>
          <span className="draftbox f">
            <button type="button" className="btn draft">
              <Icon of={Check} size="s" />
              Approve and send
            </button>
          </span>
          <IconButton icon={SquareSlash} label="Saved replies" />
          <IconButton icon={Ellipsis} label="More" />
          <Keys keys="j" />
          <Keys keys="mod+k" />
          <Keys keys="g m" />
          <span className="tip">Transfer T</span>
        </div>
        <div className="f">
          <span className="chip">Neutral</span>
          <span className="chip line">VIP</span>
          <span className="chip ok">
            <Icon of={Check} />
            Works
          </span>
          <span className="chip warn">
            <Icon of={TriangleAlert} />
            Late
          </span>
          <span className="chip bad">
            <Icon of={ChevronsUp} />
            High
          </span>
          <span className="chip person">With Sara</span>
          <span className="chip bot">
            <Icon of={Bot} />
            Automated
          </span>
          <span className="chip note">
            <Icon of={Lock} />
            Team only
          </span>
          <span className="chip draft">
            <Icon of={PencilLine} />
            Draft
          </span>
          <span className="badge">2</span>
          <span className="badge soft">14</span>
        </div>
      </div>
    </section>
  );
}

export function Inputs() {
  const [view, setView] = useState("Mine");
  return (
    <section className="grid g4 ga-start">
      <h2>Input</h2>
      <div className="field">
        <label htmlFor="ga-email">E-mail</label>
        <input className="input" id="ga-email" placeholder="you@example.com" />
        <p className="help">Only for this answer.</p>
      </div>
      <div className="field">
        <label htmlFor="ga-code">Code</label>
        <input className="input" id="ga-code" defaultValue="48" aria-invalid="true" aria-describedby="ga-code-err" />
        <p className="err row g1" id="ga-code-err">
          <Icon of={CircleAlert} size="xs" />
          The code has four digits.
        </p>
      </div>
      <div className="search">
        <Icon of={Search} size="s" />
        <input className="input" aria-label="Search" placeholder="Search" />
      </div>
      <div className="f">
        <label className="row">
          <input type="checkbox" className="switch" defaultChecked /> On
        </label>
        <label className="row">
          <input type="checkbox" className="switch" /> Off
        </label>
        <label className="row">
          <input type="checkbox" className="check" defaultChecked /> Choose
        </label>
      </div>
      <div className="tabs" role="group" aria-label="Example">
        {["Mine", "Waiting", "Assistant"].map((name) => (
          <button type="button" className="tab" key={name} aria-pressed={view === name} onClick={() => setView(name)}>
            {name}
            {name === "Mine" ? <span className="badge soft">4</span> : null}
          </button>
        ))}
      </div>
    </section>
  );
}
