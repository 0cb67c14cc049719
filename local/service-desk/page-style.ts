/** The desk's looks: light or dark as the reader's machine is, readable on a phone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1d2b2a; --soft: #51625f; --paper: #f4f7f6; --card: #ffffff; --line: #d3ddda; --accent: #0b6354;
  --on-accent: #ffffff; --good: #12613a; --good-paper: #dcf2e4; --bad: #a01c1c; --bad-paper: #fbe3e1;
  --open: #7a4700; --open-paper: #fdeccd; --quiet-paper: #e6ecea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4eeec; --soft: #a3b5b1; --paper: #101816; --card: #182320; --line: #30403c; --accent: #6fd3bd;
    --on-accent: #06231d; --good: #8fe0b2; --good-paper: #143725; --bad: #ffb1aa; --bad-paper: #471a19;
    --open: #ffcf87; --open-paper: #402b0b; --quiet-paper: #26332f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem; }
header > div { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; justify-content: space-between; }
header a { font-weight: 650; color: var(--ink); text-decoration: none; }
h1 { font-size: 1.5rem; margin: .75rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section, .wide { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 0 0 1.25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: .875rem; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
ol { margin: 0; padding-left: 1.25rem; } li + li { margin-top: .6rem; } li p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.note, .soft { color: var(--soft); font-size: .875rem; }
.badge { display: inline-block; border-radius: 1rem; padding: .05rem .65rem; font-size: .875rem; white-space: nowrap; background: var(--quiet-paper); }
.good { color: var(--good); background: var(--good-paper); } .bad { color: var(--bad); background: var(--bad-paper); }
.open { color: var(--open); background: var(--open-paper); }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
select, textarea, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: .4rem; padding: .4rem .7rem; max-width: 100%; }
textarea { width: 100%; min-height: 5rem; }
button { cursor: pointer; font-weight: 600; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.row label { margin: 0; } form.row, .row select { min-width: 0; max-width: 100%; } .row + .row, textarea + .row { margin-top: .75rem; }
.alert { border-left: 4px solid var(--bad); padding: .5rem .9rem; background: var(--bad-paper); color: var(--bad); border-radius: .3rem; }
`;
