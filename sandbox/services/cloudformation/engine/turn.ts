import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudformation, type RunDocument, type StackDocument } from '../store.ts'
import { callsAs } from './call.ts'
import type { Call } from './call.ts'
import { resourceEnvironment } from './resource-environment.ts'
import { maskedValues, readTemplate } from '../read-template.ts'
import { conditionValues, presentResources } from '../template/conditions.ts'
import { dependenciesOf } from '../template/dependencies.ts'
import type { Environment } from '../template/evaluate.ts'
import type { Template, TemplateResource } from '../template/template.ts'

/** One stack while something is done to it. */
export interface Turn {
  sandbox: Sandbox
  scope: Scope
  stack: StackDocument
  run: RunDocument
  call: Call
  /** Aborted when the practice account stops, or the stack's account is emptied. */
  signal: AbortSignal
}

/** What the stack's template makes. */
export interface Plan {
  template: Template
  resources: Map<string, TemplateResource>
  dependencies: Map<string, string[]>
  environment: Environment
  /** The same with the values of parameters with NoEcho masked, where there are such. */
  maskedEnvironment?: Environment
  /** Names of exports that have been asked for. */
  imports: Set<string>
}

/** The practice account stops: what was begun is taken up at its next start. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** A turn for a stack's run; undefined when nothing is being done to it. */
export function turnFor(
  sandbox: Sandbox,
  scope: Scope,
  stackId: string,
  signal: AbortSignal,
): Turn | undefined {
  const stack = cloudformation(scope).stacks.get(stackId)
  if (!stack?.run) return undefined
  const plain = callsAs(sandbox, scope, stack.actor)
  const call: Call = async (...parameters) => {
    checkRunning(signal)
    return plain(...parameters)
  }
  return { sandbox, scope, stack, run: stack.run, call, signal }
}

/** Throws Stopped when nothing may be changed any more. */
export function checkRunning(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped('The practice account stops.')
}

/** Writes down how far the run has come. */
export function putStack({ scope, stack, signal }: Turn): void {
  checkRunning(signal)
  cloudformation(scope).stacks.put(stack.stackId, stack)
}

/** Waits for some milliseconds of the wall clock, or until everything stops. */
export async function pause(signal: AbortSignal, ms: number): Promise<void> {
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
  checkRunning(signal)
}

/** The plan of what the stack is made from now. */
export function planOf({ sandbox, scope, stack }: Pick<Turn, 'sandbox' | 'scope' | 'stack'>): Plan {
  const { template, values: parameters } = readTemplate(scope, stack)
  const conditions = conditionValues(template, parameters)
  const resources = presentResources(template, conditions)
  const imports = new Set<string>()
  const environment = resourceEnvironment({
    ...{ sandbox, scope, stack, imports, template, parameters, conditions },
  })
  const masked = maskedValues(stack, parameters)
  return {
    ...{ template, resources, imports, environment },
    dependencies: dependenciesOf(template, resources, conditions),
    ...(masked && { maskedEnvironment: { ...environment, parameters: masked } }),
  }
}
