import { StartError } from './start-error.ts'

/** Ends what was started, in the reverse order, whichever way the end comes: Ctrl-C, a failure, or the closing of the terminal. */
export class Shutdown {
  readonly #say: (line: string) => void
  readonly #steps: { what: string; end: () => void | Promise<void> }[] = []
  #ending: Promise<void> | undefined

  constructor(say: (line: string) => void) {
    this.#say = say
    // A terminal and npm may both hand us Ctrl-C: the second one changes nothing.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void this.#end(0, '\nStopping …'))
    }
  }

  /** Registers what is to be done at the end; what was registered last is done first. */
  atEnd(what: string, end: () => void | Promise<void>): void {
    if (this.#ending) void end()
    else this.#steps.push({ what, end })
  }

  /** Runs the start; a failure in it is said and ends everything with 1. */
  async guard(start: () => Promise<void>): Promise<void> {
    try {
      await start()
    } catch (error) {
      const message = error instanceof StartError ? error.message : ((error as Error).stack ?? String(error))
      await this.fail(message)
    }
  }

  /** Says why it cannot go on, and ends everything with 1. */
  async fail(message: string): Promise<void> {
    if (this.#ending) return this.#ending
    console.error(message)
    return this.#end(1)
  }

  #end(code: number, word?: string): Promise<void> {
    this.#ending ??= (async () => {
      if (word) this.#say(word)
      for (const { what, end } of this.#steps.toReversed()) {
        try {
          await end()
        } catch (error) {
          console.error(`The ${what} could not be stopped: ${(error as Error).message}`)
        }
      }
      if (code === 0) this.#say('Stopped.')
      process.exit(code)
    })()
    return this.#ending
  }
}
