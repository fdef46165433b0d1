import type { Task } from './task.ts'
import type { Colour } from './version.ts'

const style = `
:root { color-scheme: light dark; --ink: light-dark(#12202c, #e4ecf2); --soft: light-dark(#566673, #8c9eac);
  --bg: light-dark(#f4f6f7, #0d151d); --card: light-dark(#fff, #131e28); --line: light-dark(#d6dde2, #24333f) }
.blue { --fill: light-dark(#1753c4, #2a62c8) }
.green { --fill: light-dark(#0a6b41, #1c7a50) }
* { box-sizing: border-box; margin: 0 }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--bg); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
main { width: min(34rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden }
header { padding: 2rem 1.75rem; color: #fff; background-color: var(--fill) }
.green header { background-image: repeating-linear-gradient(135deg, rgb(0 0 0 / .2) 0 6px, transparent 6px 18px) }
header p { font-size: .875rem; letter-spacing: .02em }
h1 { font-size: clamp(2.25rem, 11vw, 3.5rem); line-height: 1.1; letter-spacing: -.02em }
dl { display: grid; grid-template-columns: auto 1fr; gap: .5rem 1.25rem; padding: 1.5rem 1.75rem }
dt { color: var(--soft) }
dd { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
footer { padding: 1rem 1.75rem; border-top: 1px solid var(--line) }
a { color: inherit; font-weight: 600; text-underline-offset: .2em }
`

/** The page for humans: which version answered, and which task. It loads nothing, so it also works in a frame without network. */
export function page({ version, colour, task }: { version: string; colour: Colour; task: Task }): string {
  const zone = task.zone === null ? '' : `<dt>Zone</dt><dd>${escape(task.zone)}</dd>`
  return `<!doctype html>
<html lang="en" class="${colour}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Version ${escape(version)} (${colour})</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<header><p>Hello from the ${colour} one</p><h1>Version ${escape(version)}</h1></header>
<dl><dt>Answered by task</dt><dd>${escape(task.id)}</dd>${zone}</dl>
<footer><a href="/">Ask again</a></footer>
</main>
</body>
</html>
`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
