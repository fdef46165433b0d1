import { showProgress } from './progress.ts'

/** Fills in the home page's counts, and leads whoever has begun to what is next. */
async function show(): Promise<void> {
  await showProgress()
  for (const part of document.querySelectorAll('[data-part]')) {
    const { done, all } = countOf(part)
    const words = part.querySelector('[data-done]')
    if (words) words.textContent = `${done} of ${all}`
    part
      .querySelector<HTMLElement>('[data-prog]')
      ?.style.setProperty('--p', `${all ? (100 * done) / all : 0}%`)
  }
  const { done, begun } = countOf(document)
  const words = document.querySelector('[data-done-of-all]')
  if (words) words.textContent = done ? ` · ${done} done` : ''
  if (begun) leadToNext()
}

function countOf(root: ParentNode): { all: number; done: number; begun: number } {
  const states = [...root.querySelectorAll<HTMLElement>('[data-entry]')].map(mark => mark.dataset.state)
  return {
    all: states.length,
    done: states.filter(state => state === 'done').length,
    begun: states.filter(state => state !== 'todo').length,
  }
}

function leadToNext(): void {
  const entries = [...document.querySelectorAll<HTMLAnchorElement>('a[data-entry]')]
  const next =
    entries.find(entry => entry.dataset.state === 'running') ??
    entries.find(entry => entry.dataset.state === 'todo')
  const start = document.querySelector<HTMLAnchorElement>('[data-start]')
  if (!next || !start) return
  for (const entry of entries) entry.toggleAttribute('data-next', entry === next)
  start.href = next.getAttribute('href') ?? start.href
  start.textContent = `Go on: ${next.querySelector('b')?.textContent ?? 'the path'}`
}

void show()
addEventListener('pageshow', event => {
  if (event.persisted) void show()
})
