import { breakEven, costs, dollars } from '../../fargate-cost.ts'

/** `<slipway-cost>`: counts again when a number is changed. */
class SlipwayCost extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form')
    form?.addEventListener('input', () => this.#count(form))
    form?.addEventListener('submit', event => event.preventDefault())
    // A browser that was reloaded keeps what was chosen.
    if (form) this.#count(form)
  }

  #count(form: HTMLFormElement): void {
    if (!form.checkValidity()) return
    const field = (name: string) => {
      const given = new FormData(form).get(name)
      return typeof given === 'string' ? given : ''
    }
    const [vcpu = 0, gb = 0] = field('size').split(' ').map(Number)
    const load = { tasks: Number(field('tasks')), vcpu, gb, hours: Number(field('hours')) }
    const found = costs(load)
    this.#write('[data-hour]', ...found.map(({ hour }) => dollars(hour)))
    this.#write('[data-month]', ...found.map(({ month }) => dollars(month)))
    this.#write('[data-room]', `${load.tasks * vcpu} vCPU and ${load.tasks * gb} GB`)
    this.#write('[data-limit]', dollars(breakEven(load)))
  }

  #write(selector: string, ...texts: string[]): void {
    for (const [index, element] of this.querySelectorAll(selector).entries()) {
      if (element.textContent !== texts[index]) element.textContent = texts[index] ?? ''
    }
  }
}

customElements.define('slipway-cost', SlipwayCost)
