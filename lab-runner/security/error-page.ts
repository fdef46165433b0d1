import type { ApiError } from '../contract.ts'

/** A page of our own for what is no site page: no script, nothing from elsewhere. */
export function errorPage({ message, next }: Pick<ApiError, 'message' | 'next'>): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slipway</title>
<style>
  :root { color-scheme: light dark; font: 1.05rem/1.5 'IBM Plex Sans', system-ui, sans-serif }
  body { max-width: 38rem; margin: 18vh auto 0; padding: 0 1.5rem }
  h1 { font-size: 1.35rem; margin: 0 0 .75rem }
  p { margin: 0; border-left: 2px solid; padding-left: .75rem }
</style>
<main><h1>${escapeHtml(message)}</h1><p>${escapeHtml(next)}</p></main>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
