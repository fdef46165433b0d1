import { writeFileSync } from 'node:fs'
import { StepFailure } from './step-failure.ts'

/** One thing that was verified. */
export interface Result {
  lab: string
  name: string
  seconds: number
  /** What came out, in a few words, when it passed. */
  note: string
  /** Why it failed; undefined when it passed. */
  failure?: string
  /** Why it was not tried. */
  skipped?: string
}

/** Collects results, and prints each as it comes. */
export class Results {
  readonly all: Result[] = []
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  /** Runs one part; what it throws is its failure. Answers whether it passed. */
  async run(lab: string, name: string, part: () => Promise<string | void>): Promise<boolean> {
    const result = await measure(lab, name, part)
    this.#add(result)
    return result.failure === undefined
  }

  /** The same for a part that was verified before: only its failure is a result. */
  async runAgain(lab: string, name: string, part: () => Promise<string | void>): Promise<boolean> {
    const result = await measure(lab, name, part)
    if (result.failure !== undefined) this.#add(result)
    return result.failure === undefined
  }

  /** What cannot be tried here is said, and counts as neither passed nor failed. */
  skip(lab: string, name: string, reason: string): void {
    this.all.push({ lab, name, seconds: 0, note: '', skipped: reason })
    this.#say(`  skip           ${name}  (${reason})`)
  }

  #add(result: Result): void {
    this.all.push(result)
    const { name, seconds, note, failure } = result
    const sign = failure === undefined ? 'pass' : 'FAIL'
    this.#say(`  ${sign} ${seconds.toFixed(1).padStart(6)} s  ${name}${note && `  (${note})`}`)
    if (failure !== undefined) this.#say(failure.replaceAll(/^/gm, '       '))
  }

  get failed(): number {
    return this.all.filter(({ failure }) => failure !== undefined).length
  }

  get #skipped(): number {
    return this.all.filter(({ skipped }) => skipped !== undefined).length
  }

  /** `13 passed, 0 failed`, and how many were skipped when any were. */
  summary(): string {
    const skipped = this.#skipped
    const counts = `${this.all.length - this.failed - skipped} passed, ${this.failed} failed`
    return skipped > 0 ? `${counts}, ${skipped} skipped` : counts
  }

  writeJUnit(file: string): void {
    writeFileSync(file, junit(this.all))
  }
}

async function measure(lab: string, name: string, part: () => Promise<string | void>): Promise<Result> {
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  try {
    const note = (await part()) ?? ''
    return { lab, name, seconds: seconds(), note }
  } catch (error) {
    return { lab, name, seconds: seconds(), note: '', failure: explain(error) }
  }
}

/** What the lab's author can mend needs no stack; what nobody foresaw does. */
function explain(error: unknown): string {
  if (error instanceof StepFailure) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** JUnit XML, a suite a lab. */
export function junit(results: Result[]): string {
  const suites = [...Map.groupBy(results, ({ lab }) => lab)].map(([lab, cases]) => {
    const failures = cases.filter(({ failure }) => failure !== undefined).length
    const seconds = cases.reduce((sum, one) => sum + one.seconds, 0)
    const skips = cases.filter(({ skipped }) => skipped !== undefined).length
    const lines = cases.map(({ name, seconds, failure, skipped }) => {
      const head = `    <testcase classname="${escape(lab)}" name="${escape(name)}" time="${seconds.toFixed(3)}"`
      if (skipped !== undefined)
        return `${head}>\n      <skipped message="${escape(skipped)}"/>\n    </testcase>`
      if (failure === undefined) return `${head}/>`
      const message = escape(failure.split('\n', 1)[0] ?? '')
      return `${head}>\n      <failure message="${message}">${escape(failure)}</failure>\n    </testcase>`
    })
    return `  <testsuite name="${escape(lab)}" tests="${cases.length}" failures="${failures}"${skips > 0 ? ` skipped="${skips}"` : ''} time="${seconds.toFixed(3)}">\n${lines.join('\n')}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`
}

function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
