/** The inbox's looks: light or dark as the reader's machine is, readable on a phone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c2433; --soft: #566176; --paper: #f5f6fa; --card: #ffffff; --line: #d8dce7; --accent: #2a4fb0; --on-accent: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6eaf4; --soft: #a6b0c5; --paper: #11151e; --card: #191f2b; --line: #323b4d; --accent: #9db9ff; --on-accent: #0c1733;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 64rem; margin: 0 auto; padding: 1rem 1.25rem; }
header a { font-weight: 650; color: var(--ink); text-decoration: none; }
h1 { font-size: 1.5rem; margin: .75rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-bottom: 1.25rem; }
label { font-weight: 600; }
select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: .4rem; padding: .4rem .7rem; max-width: 100%; }
button { cursor: pointer; font-weight: 600; background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
section, ul.mails { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 0 0 1.25rem; }
ul.mails { list-style: none; padding-block: 0; }
ul.mails li { padding: .8rem 0; overflow-wrap: anywhere; } ul.mails li + li { border-top: 1px solid var(--line); }
ul.mails a { font-weight: 600; }
.soft { color: var(--soft); font-size: .875rem; margin: .1rem 0 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
iframe { display: block; width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; color-scheme: light; }
`;
