import { forgetAnswers, rememberSettled, settledQuestions } from '../../answers.ts'

type Stage = 'asking' | 'wrong' | 'settled' | 'through'

/** `<slipway-quiz data-lesson>`: one question at a time, a reason for every answer, no marks. */
class SlipwayQuiz extends HTMLElement {
  readonly #lesson = this.dataset.lesson ?? ''
  readonly #questions = [...this.querySelectorAll<HTMLElement>('[data-question]')]
  readonly #status = this.#part('[role="status"]')
  readonly #go = this.#part<HTMLButtonElement>('[type="submit"]')
  readonly #tell = this.#part<HTMLButtonElement>('[data-tell]')
  #place = 0
  #stage: Stage = 'asking'

  connectedCallback(): void {
    for (const reason of this.querySelectorAll<HTMLElement>('[data-why]')) reason.hidden = true
    this.#part('form').addEventListener('submit', event => {
      event.preventDefault()
      this.#goOn()
    })
    this.#tell.addEventListener('click', () => this.#settle('shown'))
    this.addEventListener('change', () => {
      if (this.#stage === 'wrong') this.#ask()
    })
    this.#show(this.#nextOpen(0))
  }

  #part<Found extends HTMLElement = HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector)
    if (!found) throw new Error(`The quiz of "${this.#lesson}" has no ${selector}`)
    return found
  }

  get #question(): HTMLElement {
    const question = this.#questions[this.#place]
    if (!question) throw new Error(`The quiz of "${this.#lesson}" has no question ${this.#place}`)
    return question
  }

  #nextOpen(from: number): number {
    const settled = new Set(settledQuestions(this.#lesson))
    const place = this.#questions.findIndex((_, index) => index >= from && !settled.has(index))
    return place < 0 ? this.#questions.length : place
  }

  #goOn(): void {
    if (this.#stage === 'asking') this.#answer()
    else if (this.#stage === 'wrong') this.#again()
    else {
      if (this.#stage === 'through') forgetAnswers(this.#lesson)
      this.#show(this.#stage === 'through' ? 0 : this.#place + 1)
      if (this.#place < this.#questions.length) this.#focusAnswer()
    }
  }

  #show(place: number): void {
    this.#place = place
    for (const [index, question] of this.#questions.entries()) question.hidden = index !== place
    if (place < this.#questions.length) {
      this.#question.querySelector('fieldset')?.removeAttribute('disabled')
      for (const input of this.#inputs()) input.checked = false
      this.#ask()
    } else {
      this.#stage = 'through'
      this.#say('Those were the questions. The path marks this lesson as done.')
      this.#go.textContent = 'Ask me again'
      this.#tell.hidden = true
    }
  }

  #inputs(): HTMLInputElement[] {
    return [...this.#question.querySelectorAll('input')]
  }

  #focusAnswer(): void {
    this.#inputs()[0]?.focus()
  }

  #ask(): void {
    this.#stage = 'asking'
    for (const input of this.#inputs()) mark(input, null)
    this.#say('')
    this.#go.textContent = 'Answer'
    this.#tell.hidden = true
  }

  #answer(): void {
    const chosen = this.#inputs().find(input => input.checked)
    if (!chosen) {
      this.#say('Choose an answer first.')
      this.#focusAnswer()
    } else if (chosen.dataset.right !== undefined) this.#settle('done')
    else {
      this.#stage = 'wrong'
      mark(chosen, 'notyet')
      this.#say(why(chosen))
      this.#go.textContent = 'Answer again'
      this.#tell.hidden = false
    }
  }

  #again(): void {
    for (const input of this.#inputs()) input.checked = false
    this.#ask()
    this.#focusAnswer()
  }

  #settle(sign: 'done' | 'shown'): void {
    this.#stage = 'settled'
    const right = this.#inputs().find(input => input.dataset.right !== undefined)
    for (const input of this.#inputs()) mark(input, input === right ? sign : null)
    if (right) {
      right.checked = true
      this.#say(why(right))
    }
    this.#question.querySelector('fieldset')?.setAttribute('disabled', '')
    rememberSettled(this.#lesson, this.#place)
    this.#go.textContent = this.#place + 1 < this.#questions.length ? 'Next question' : 'Done'
    if (document.activeElement === this.#tell) this.#go.focus()
    this.#tell.hidden = true
    this.dispatchEvent(new CustomEvent('slipway:progress', { bubbles: true }))
  }

  #say(what: string | Node[]): void {
    this.#status.replaceChildren(...(typeof what === 'string' ? [what] : what))
  }
}

const words = { done: 'The answer', shown: 'The answer', notyet: 'Not the answer' }

function mark(input: HTMLInputElement, sign: keyof typeof words | null): void {
  const label = input.closest('label')
  const symbol = label?.querySelector<HTMLElement>('.st')
  if (!label || !symbol) return
  label.toggleAttribute('data-wrong', sign === 'notyet')
  label.toggleAttribute('data-answer', sign === 'done' || sign === 'shown')
  symbol.hidden = sign === null
  symbol.dataset.s = sign ?? 'todo'
  symbol.ariaLabel = sign && words[sign]
}

function why(input: HTMLInputElement): Node[] {
  const reason = input.closest('label')?.nextElementSibling
  return reason ? [...reason.cloneNode(true).childNodes] : []
}

customElements.define('slipway-quiz', SlipwayQuiz)
