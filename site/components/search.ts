/** What of Pagefind's browser module is used here; it is written beside the site when the site is built. */
interface Pagefind {
  init(): Promise<void>
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<Page> }[] } | null>
}
interface Page {
  url: string
  meta: { title?: string }
  excerpt: string
  sub_results: { title: string; url: string; excerpt: string }[]
}

const index = '/pagefind/pagefind.js'
const most = 8

/** `<slipway-search>`: a button and a dialog; Ctrl K opens, arrows move, Esc closes. */
class SlipwaySearch extends HTMLElement {
  readonly #dialog = this.querySelector('dialog')
  readonly #input = this.querySelector('input')
  readonly #status = this.querySelector('[role="status"]')
  readonly #list = this.querySelector('ul')
  #pagefind: Promise<Pagefind> | undefined

  connectedCallback(): void {
    this.querySelector('[data-open]')?.addEventListener('click', () => this.#open())
    this.querySelector('[data-close]')?.addEventListener('click', () => this.#dialog?.close())
    this.querySelector('form')?.addEventListener('submit', event => event.preventDefault())
    this.#input?.addEventListener('input', () => void this.#search(this.#input?.value.trim() ?? ''))
    this.#dialog?.addEventListener('click', event => {
      if (event.target === this.#dialog) this.#dialog?.close()
    })
    this.#dialog?.addEventListener('keydown', event => this.#move(event))
    // A link to a place on this page loads nothing, so the dialog must go by itself.
    this.#list?.addEventListener('click', event => {
      if (event.target instanceof Element && event.target.closest('a')) this.#dialog?.close()
    })
    addEventListener('keydown', event => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (this.#dialog?.open) this.#dialog.close()
      else this.#open()
    })
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) {
      const keys = this.querySelector('kbd')
      if (keys) keys.textContent = '⌘ K'
    }
  }

  #open(): void {
    this.#dialog?.showModal()
    this.#input?.focus()
    this.#input?.select()
    this.#load().catch(() => this.#failed())
  }

  #load(): Promise<Pagefind> {
    this.#pagefind ??= (import(/* @vite-ignore */ index) as Promise<Pagefind>).then(async pagefind => {
      await pagefind.init()
      return pagefind
    })
    this.#pagefind.catch(() => (this.#pagefind = undefined))
    return this.#pagefind
  }

  #failed(): void {
    this.#say(
      'Search did not load: its index was not found. It is written when the site is built; then reload.',
    )
  }

  #say(text: string): void {
    this.#status?.replaceChildren(text)
  }

  async #search(query: string): Promise<void> {
    if (!query) {
      this.#say('')
      this.#list?.replaceChildren()
      return
    }
    try {
      const found = await (await this.#load()).debouncedSearch(query)
      // null: a later key has made this search stale.
      if (!found) return
      const pages = await Promise.all(found.results.slice(0, most).map(result => result.data()))
      const items = pages.flatMap(entriesOf)
      const places = items.length === 1 ? '1 place' : `${items.length || 'No'} places`
      this.#say(`${places} for “${query}”`)
      this.#list?.replaceChildren(...items)
    } catch {
      this.#failed()
    }
  }

  #move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const stops: HTMLElement[] = [...(this.#list?.querySelectorAll('a') ?? [])]
    if (this.#input) stops.unshift(this.#input)
    const here = stops.indexOf(document.activeElement as HTMLElement)
    stops[Math.max(0, Math.min(stops.length - 1, here + step))]?.focus()
    event.preventDefault()
  }
}

function entriesOf(page: Page): HTMLLIElement[] {
  const name = page.meta.title ?? page.url
  const parts = page.sub_results.slice(0, 3)
  return (parts.length ? parts : [{ title: name, url: page.url, excerpt: page.excerpt }]).map(part => {
    const item = document.createElement('li')
    const link = document.createElement('a')
    link.href = part.url
    const title = document.createElement('b')
    title.textContent = part.title === name ? name : `${name}: ${part.title}`
    const text = document.createElement('span')
    // Pagefind escapes the text; only its <mark>s are elements.
    text.innerHTML = part.excerpt
    link.append(title, text)
    item.append(link)
    return item
  })
}

customElements.define('slipway-search', SlipwaySearch)
