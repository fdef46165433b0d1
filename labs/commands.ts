import type { CommandContext, Outputs, Step } from './define.ts'

/** What a lab's commands are rendered with; `outputs` as the checks so far gave them. */
export interface RenderContext extends Omit<CommandContext, 'out'> {
  outputs: Outputs
}

/** RDS names its secrets rds!db-…; commands have them between single quotes, where no shell takes the mark for its history. */
const SAFE = /^(?:[\w.:/@+=,-]|:rds!db-)*$/

/** The commands of a step or a mistake, exactly as Run types them. An output that is not there yet reads `‹step-id.name›`. */
export function renderCommands(of: Pick<Step, 'commands'>, context: RenderContext): string[] {
  return of.commands(commandContext(context))
}

/** The commands of Show me: the step's own, or its separate solve. */
export function renderSolve(step: Pick<Step, 'commands' | 'solve'>, context: RenderContext): string[] {
  return step.solve === 'commands' ? renderCommands(step, context) : step.solve(commandContext(context))
}

/** The outputs that these commands still lack, as `step-id.name`; they must not be run before they are known. */
export function unknownOutputs(commands: string[]): string[] {
  return [
    ...new Set(commands.flatMap(command => [...command.matchAll(/‹([^›]+)›/g)].map(match => match[1] ?? ''))),
  ]
}

function commandContext({ outputs, ...context }: RenderContext): CommandContext {
  for (const [name, value] of Object.entries(context)) assertSafe(name, value)
  return { ...context, out: markedOutputs(outputs) }
}

/** Reading an output that no step gave answers a marker instead of undefined. */
function markedOutputs(outputs: Outputs): Outputs {
  return new Proxy(outputs, {
    get: (steps, stepId) => {
      if (typeof stepId !== 'string') return undefined
      const given = Object.hasOwn(steps, stepId) ? steps[stepId] : undefined
      return new Proxy(given ?? {}, {
        get: (values, name) => {
          if (typeof name !== 'string') return undefined
          const value = Object.hasOwn(values, name) ? values[name] : undefined
          if (value === undefined) return `‹${stepId}.${name}›`
          assertSafe(`${stepId}.${name}`, value)
          return value
        },
      })
    },
  })
}

/** Values go into commands that a shell runs, so nothing a shell would interpret may be in them. */
function assertSafe(name: string, value: string): void {
  if (SAFE.test(value)) return
  throw new Error(
    `The value of ${name} cannot be put in a command: got ${JSON.stringify(value)}, expected letters, digits and . : / @ + = , _ - only. Check the resource it came from, and run that step's check again.`,
  )
}
