import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ZodError } from 'zod'

/** A file of a lab that cannot be used: which file, which line, what is wrong and what to do. */
export class LabFileError extends Error {
  readonly file: string
  readonly line: number
  readonly next: string

  constructor(file: string, line: number, problem: string, next: string, cause?: unknown) {
    super(`${file}:${line}: ${problem} ${next}`, { cause })
    this.name = 'LabFileError'
    this.file = file
    this.line = line
    this.next = next
  }
}

/** Line of the first match of `text` in the file, counted from 1; 1 when it is not there. */
export function lineOf(file: string, text: string): number {
  const lines = readFileSync(file, 'utf8').split('\n')
  const index = lines.findIndex(line => line.includes(text))
  return index < 0 ? 1 : index + 1
}

/** What importing `file` threw, as an error that names the file and line at fault. */
export function importError(file: string, thrown: unknown): LabFileError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const missing = /^Cannot find (?:module|package) '([^']+)' imported from (\S+)/.exec(error.message)
  if (missing) {
    const [, wanted = '', importer = file] = missing
    const name = wanted.split('/').at(-1) ?? wanted
    return new LabFileError(
      importer,
      lineOf(importer, name),
      `It imports ${wanted}, which is not there.`,
      'Correct the path of the import (with its ending .ts), or add that file.',
      error,
    )
  }
  const place = placeOf(error, file)
  if (error instanceof ZodError) {
    const issues = error.issues.map(issue => `"${issue.path.join('.')}" should be ${expectation(issue)}`)
    return new LabFileError(
      place.file,
      place.line,
      `Its definition is not complete: ${issues.join('; ')}.`,
      'labs/define.ts says what each field is.',
      error,
    )
  }
  const syntax = error instanceof SyntaxError || error.name === 'RolldownError'
  return new LabFileError(
    place.file,
    place.line,
    syntax ? `It does not parse: ${error.message}.` : `Loading it threw ${error.name}: ${error.message}.`,
    syntax
      ? 'Correct the syntax; Node runs these files as they are, so no enums or namespaces.'
      : 'Nothing in a lab file may fail, or talk to AWS, while it is loaded.',
    error,
  )
}

function expectation(issue: ZodError['issues'][number]): string {
  return issue.message.replace(/^Invalid input: expected /, '')
}

/** The first frame of the stack that lies in a lab file; Node writes `path:line` on top of a syntax error's stack. */
function placeOf(error: Error, file: string): { file: string; line: number } {
  for (const match of (error.stack ?? '').matchAll(/(file:\/\/[^\s():]+|\/[^\s():]+):(\d+)/g)) {
    const [, where = '', line = '1'] = match
    const found = where.startsWith('file:') ? fileURLToPath(where) : where
    if (found === file || (error instanceof SyntaxError && !found.includes('/node_modules/'))) {
      return { file: found, line: Number(line) }
    }
  }
  return { file, line: 1 }
}
