"""The looks of the page: the colours and sizes of the product, light and dark, wide and narrow."""

STYLE = """
:root{color-scheme:light dark;
--canvas:light-dark(#F6F5F2,#0F1012);--surface:light-dark(#FFF,#17181B);
--sunken:light-dark(#EFEEEA,#232529);--ink:light-dark(#1C1D22,#EDEDEF);
--ink-2:light-dark(#4B4E57,#B5B7BE);--ink-3:light-dark(#666973,#92959D);
--line:light-dark(#E7E5E0,#27292E);--grid:light-dark(#ECEAE5,#24262B);
--strong:light-dark(#83868F,#747781);
--person:light-dark(#2457D6,#8DB2FF);--person-bg:light-dark(#DCE7FC,#1B2F5C);
--person-ink:light-dark(#122C63,#D8E5FF);
--ok:light-dark(#19693F,#74D79E);--ok-bg:light-dark(#E4F3E9,#132B1E);
--warn:light-dark(#85530A,#EFBF6B);--warn-bg:light-dark(#FBEBD3,#33260F);
--bad:light-dark(#AE2A21,#FF9C92);--before:light-dark(#B9B7B0,#5D6069)}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);
font:400 14px/20px Inter,"Noto Sans",system-ui,sans-serif;-webkit-font-smoothing:antialiased}
main{max-inline-size:1008px;margin:0 auto;padding:32px 24px 64px;display:grid;gap:20px}
h1{font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.02em;margin:0}
h2{font-size:20px;line-height:28px;font-weight:600;letter-spacing:-.014em;margin:0}
h3{font-size:14px;line-height:20px;font-weight:600;margin:0}p{margin:0;max-inline-size:70ch}
header p{color:var(--ink-2);margin-block-start:4px}
section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:24px;
display:grid;gap:16px;min-inline-size:0}
.lead{font-size:16px;line-height:24px}.soft{color:var(--ink-2)}
.note{font-size:13px;line-height:18px;color:var(--ink-3)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}
.fact{padding:16px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}
.fact b{display:block;font-size:28px;line-height:36px;font-weight:600;letter-spacing:-.02em}
.fact span{font-size:13px;line-height:18px;color:var(--ink-2)}
.chip{display:inline-flex;gap:6px;align-items:center;padding:2px 10px;border-radius:999px;
font-size:13px;line-height:18px;font-weight:500;justify-self:start}
.chip.ok{background:var(--ok-bg);color:var(--ok)}.chip.warn{background:var(--warn-bg);
color:var(--warn)}.chip svg{inline-size:14px;block-size:14px;fill:none;stroke:currentColor;
stroke-width:2}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12px;line-height:16px;color:var(--ink-2)}
.key span{display:inline-flex;gap:6px;align-items:center}.key svg{overflow:visible;flex:none}
figure{margin:0;min-inline-size:0}figure svg{display:block;inline-size:100%;block-size:auto}
.narrow{display:none}
text{font:400 12px Inter,"Noto Sans",system-ui,sans-serif;fill:var(--ink-3);
font-variant-numeric:tabular-nums}
text.strong{fill:var(--ink);font-weight:500}text.end{text-anchor:end}text.mid{text-anchor:middle}
.grid{stroke:var(--grid);stroke-width:1}.told{fill:var(--person-bg)}
.median{stroke:var(--person);stroke-width:2}.in{fill:var(--ink-2);fill-opacity:.5}
.out{fill:none;stroke:var(--bad);stroke-width:1.5}.gone{fill:var(--surface);stroke:var(--ink-3);
stroke-width:1.25}
.now{fill:none;stroke:var(--strong);stroke-width:2;stroke-dasharray:4 3}
.then{fill:none;stroke:var(--person);stroke-width:2}.thendot{fill:var(--person)}
.bars{display:grid;gap:10px}
.bar{display:grid;grid-template-columns:minmax(0,15rem) minmax(0,1fr) 5rem;gap:4px 16px;
align-items:center}
.bar i,.pair i{display:block;block-size:12px;border-radius:3px;background:var(--before);
inline-size:var(--w);min-inline-size:2px}
.bar.own i,.pair i.after{background:var(--person)}.bar.own{font-weight:600}
.bar i.number{block-size:4px;background:none;border-radius:0;
border-block-end:2px dotted var(--strong)}
.bar .v,.pair .v{font-variant-numeric:tabular-nums;white-space:nowrap}
.bar .two{display:grid;gap:3px}
.try{display:grid;gap:12px;padding-block-start:16px;border-block-start:1px solid var(--line)}
.pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:12px 32px}
.pair{display:grid;grid-template-columns:minmax(0,1fr) 5.2rem;gap:2px 12px;align-items:center}
.pair h4{grid-column:1/-1;margin:0;font-size:13px;line-height:18px;font-weight:500;
color:var(--ink-2)}.pair .v{font-size:13px;line-height:18px}.pair .v.after{font-weight:600}
.swatch{inline-size:24px;block-size:10px;border-radius:3px;background:var(--before)}
.swatch.after{background:var(--person)}
.tw{overflow-x:auto}.tw:focus-visible{outline:2px solid var(--person);outline-offset:2px}
table{border-collapse:collapse;inline-size:100%;font-variant-numeric:tabular-nums;font-size:13px;
line-height:18px}th{font-weight:500;color:var(--ink-3);text-align:end;padding:6px 8px;
border-block-end:1px solid var(--line);vertical-align:bottom}
td{padding:5px 8px;text-align:end;border-block-end:1px solid var(--grid);white-space:nowrap}
th:first-child,td:first-child{text-align:start;padding-inline-start:0}
td.w{inline-size:34%}td.w i{display:block;block-size:10px;border-radius:3px;
background:var(--before);inline-size:var(--w);min-inline-size:1px}
td.off{color:var(--warn);font-weight:600}
details summary{cursor:pointer;font-size:13px;line-height:18px;color:var(--ink-2)}
details[open] summary{margin-block-end:8px}
dl{display:grid;gap:8px;margin:0}dt{font-weight:600}dd{margin:0;color:var(--ink-2);
max-inline-size:75ch}
code{font:500 12px/16px "JetBrains Mono",ui-monospace,Menlo,Consolas,monospace}
@media(max-width:640px){main{padding:16px 12px 40px;gap:12px}section{padding:16px}
.wide{display:none}.narrow{display:block}.bar{grid-template-columns:minmax(0,1fr) 4.5rem}
.bar>:first-child{grid-column:1/-1}h1{font-size:24px;line-height:32px}
.facts{grid-template-columns:repeat(2,minmax(0,1fr))}.fact{padding:12px}
.fact b{font-size:22px;line-height:28px}td.w,th.w{display:none}
.fact:last-child:nth-child(odd){grid-column:1/-1}}
@media print{body{background:#fff}section{break-inside:avoid}}
"""
