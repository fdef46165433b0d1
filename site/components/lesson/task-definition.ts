import { checkTaskDefinition, type Finding, type Outcome } from '../../task-definition/check.ts'
import { EXAMPLE, withMistake } from '../../task-definition/example.ts'

const PAUSE = 500
const FIELD = /"([A-Za-z-]+)"\s*:/g

/** `<slipway-task-definition>`: an editor whose text is answered as AWS would answer it, with the field at the caret explained. */
class SlipwayTaskDefinition extends HTMLElement {
  readonly #text = this.#part<HTMLTextAreaElement>('textarea')
  readonly #numbers = this.#part('[data-numbers]')
  readonly #said = this.#part('[data-said]')
  readonly #found = this.#part('[data-found]')
  readonly #field = this.#part('[data-field]')
  #timer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    this.#text.addEventListener('input', () => {
      this.#number()
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#answer(), PAUSE)
    })
    this.#text.addEventListener('scroll', () => (this.#numbers.scrollTop = this.#text.scrollTop))
    document.addEventListener('selectionchange', () => this.#explain())
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null
      if (button?.dataset.line) this.#goTo(Number(button.dataset.line))
      else if (button?.dataset.mistake) this.#write(withMistake(button.dataset.mistake))
      else if (button?.dataset.reset !== undefined) this.#write(EXAMPLE)
    })
    // A browser that was reloaded keeps what was typed.
    this.#number()
    this.#answer()
  }

  #part<Found extends HTMLElement = HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector)
    if (!found) throw new Error(`The task definition has no ${selector}`)
    return found
  }

  #write(text: string): void {
    clearTimeout(this.#timer)
    this.#text.value = text
    this.#number()
    const { findings } = this.#answer()
    if (findings[0]) this.#reveal(findings[0].line)
    this.#explain()
  }

  #number(): void {
    const count = this.#text.value.split('\n').length
    this.#numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join('\n')
    this.#text.rows = Math.min(Math.max(count, 12), 40)
  }

  #answer(): Outcome {
    const outcome = checkTaskDefinition(this.#text.value)
    this.dataset.stage = outcome.stage
    this.#said.textContent = headline(outcome)
    this.#found.replaceChildren(...outcome.findings.map((finding, index) => item(finding, index, outcome)))
    return outcome
  }

  #goTo(line: number): void {
    const lines = this.#text.value.split('\n')
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    this.#text.focus()
    this.#text.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
    this.#reveal(line)
  }

  #reveal(line: number): void {
    const height = this.#text.scrollHeight / this.#text.value.split('\n').length
    this.#text.scrollTop = Math.max(0, (line - 4) * height)
  }

  /** Shows what is said below about the field at the caret, or about the nearest one above it. */
  #explain(): void {
    if (document.activeElement !== this.#text) return
    const text = this.#text.value
    const end = text.indexOf('\n', this.#text.selectionStart)
    const names = [...text.slice(0, end < 0 ? text.length : end).matchAll(FIELD)].map(([, name]) => name)
    for (const name of names.reverse()) {
      const term = this.ownerDocument.getElementById(`field-${name}`)
      if (!term) continue
      if (this.#field.dataset.field === name) return
      this.#field.dataset.field = name
      const what = [...(term.nextElementSibling?.cloneNode(true).childNodes ?? [])]
      this.#field.replaceChildren(mono(term.textContent.trim()), ...what)
      return
    }
  }
}

function headline({ stage, findings }: Outcome): string {
  const first = findings[0]
  const where = first ? ` Line ${first.line}.` : ''
  const count = findings.length > 1 ? ` ${findings.length} things are wrong.` : ''
  if (stage === 'json') return `Not sent: the command line cannot read it.${where}`
  if (stage === 'shape') return `Not sent: the command line knows better.${count || where}`
  if (stage === 'ecs') return `Refused by AWS.${count || where}`
  return findings.length > 0 ? 'Registered, but look at this.' : 'Registered. AWS takes it as it stands.'
}

function item({ line, text, words }: Finding, index: number, { stage }: Outcome): HTMLLIElement {
  const place = document.createElement('button')
  Object.assign(place, { type: 'button', className: 'btn', textContent: `Line ${line}` })
  place.dataset.line = String(line)
  const note = document.createElement('small')
  if (stage === 'ecs' && index > 0) note.textContent = 'You would learn this after the first is mended.'
  else if (stage === 'ecs' && words === 'ours') note.textContent = 'In our words; AWS has its own.'
  const body = document.createElement('div')
  body.append(...(words === 'aws' ? quoted(index === 0 ? withCode(text, stage) : text) : [text]))
  if (note.textContent) body.append(note)
  const entry = document.createElement('li')
  entry.append(place, body)
  return entry
}

/** ECS's answers come to the terminal behind the name of their error. */
function withCode(text: string, stage: Outcome['stage']): string {
  if (stage === 'shape') return `Parameter validation failed: ${text}`
  if (stage !== 'ecs') return text
  return `An error occurred (ClientException) when calling the RegisterTaskDefinition operation: ${text}`
}

/** Words of AWS; the long list of names that it ends in is folded. */
function quoted(text: string): HTMLElement[] {
  const [said = '', names] = text.split(/(?<=must be one of:) /)
  if (names === undefined) return [code(text)]
  const rest = document.createElement('details')
  const summary = document.createElement('summary')
  summary.textContent = `${names.split(', ').length} names`
  rest.append(summary, code(names))
  return [code(said), rest]
}

function code(text: string): HTMLElement {
  const element = document.createElement('code')
  element.textContent = text
  return element
}

function mono(text: string): HTMLElement {
  const term = document.createElement('b')
  term.append(code(text))
  return term
}

customElements.define('slipway-task-definition', SlipwayTaskDefinition)
