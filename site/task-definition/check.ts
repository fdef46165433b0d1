import { JsonTextError, readJson, type JsonText } from './json-text.ts'
import { advice, breaches, type TaskDefinition } from './rules.ts'
import { misfits } from './shape.ts'

/** One thing that was found, with the line (from 1) it stands on. */
export interface Finding {
  line: number
  text: string
  /** Whose words the text is in. */
  words: 'aws' | 'ours'
}

/** What becomes of a task definition: who refuses it and why, or what to know when AWS takes it. */
export interface Outcome {
  /** `json`: the command line cannot read it. `shape`: it knows a name or type to be wrong. `ecs`: AWS refuses it. */
  stage: 'json' | 'shape' | 'ecs' | 'registered'
  findings: Finding[]
}

/** What `aws ecs register-task-definition --cli-input-json` would answer to `text`. */
export function checkTaskDefinition(text: string): Outcome {
  let json: JsonText
  try {
    json = readJson(text)
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error
    const said = `Error parsing parameter 'cli-input-json': Invalid JSON: ${error.message}`
    return { stage: 'json', findings: [{ line: error.line, text: said, words: 'aws' }] }
  }
  const { value, lines } = json
  const wrong = misfits(value)
  if (wrong.length > 0) {
    const findings = wrong.map(({ path, text: said }) => ({
      line: lineOf(lines, path),
      text: said,
      words: 'aws' as const,
    }))
    return { stage: 'shape', findings }
  }
  const definition = value as unknown as TaskDefinition
  const broken = breaches(definition)
  if (broken.length > 0) {
    return { stage: 'ecs', findings: broken.map(one => ({ ...one, line: lineOf(lines, one.path) })) }
  }
  const known = advice(definition).map(({ path, text: said }) => ({
    line: lineOf(lines, path),
    text: said,
    words: 'ours' as const,
  }))
  return { stage: 'registered', findings: known }
}

/** Line of the value at `path`, or of the nearest one around it where something is missing. */
function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let at = path; at; at = at.replace(/\.?[^.[\]]+$|\[\d+\]$/, '')) {
    const line = lines.get(at)
    if (line !== undefined) return line
  }
  return 1
}
