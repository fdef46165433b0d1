import { StartError } from './start-error.ts'

/** Ends what was started, in the reverse order, whichever way the end comes: Ctrl-C, a failure, or the closing of the terminal. */
export class Shutdown {
  readonly #say: (line: string) => void
  readonly #steps: { what: string; end: () => void | Promise<void> }[] = []
  #ending: Promise<never> | undefined

  /** `interrupted`: exit code after Ctrl-C; where Ctrl-C is the ordinary end, 0. */
  constructor(say: (line: string) => void, interrupted = 0) {
    this.#say = say
    // A terminal and npm may both hand us Ctrl-C: the second one changes nothing.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!this.#ending) say('\nStopping …')
        void this.end(interrupted, 'Stopped.')
      })
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
      await this.fail(error instanceof StartError ? error.message : ((error as Error).stack ?? String(error)))
    }
  }

  /** Says why it cannot go on, and ends everything with 1. */
  async fail(message: string): Promise<void> {
    if (!this.#ending) console.error(message)
    await this.end(1)
  }

  /** Undoes what was registered, says a last word, and exits with the code. */
  end(code: number, word?: string): Promise<never> {
    this.#ending ??= this.#undo().then(() => {
      if (word) this.#say(word)
      process.exit(code)
    })
    return this.#ending
  }

  async #undo(): Promise<void> {
    for (const { what, end } of this.#steps.toReversed()) {
      try {
        await end()
      } catch (error) {
        console.error(`The ${what} could not be stopped: ${(error as Error).message}`)
      }
    }
  }
}
