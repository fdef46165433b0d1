import type { Scope } from '../../store/store.ts'
import { validationError } from './errors.ts'
import { cloudformation, type StackDocument } from './store.ts'

/** A name that a stack gives a value to, for other stacks. */
export interface ExportedValue {
  name: string
  value: string
  stack: StackDocument
}

/** All exports of this account and region, by name. */
export function allExports(scope: Scope): ExportedValue[] {
  return cloudformation(scope)
    .stacks.values()
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap(stack =>
      stack.outputs.flatMap(({ ExportName, OutputValue }) =>
        ExportName === undefined ? [] : [{ name: ExportName, value: OutputValue, stack }],
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The value of an export. Throws ValidationError when nobody exports it. */
export function exportedValue(scope: Scope, name: string): string {
  const found = allExports(scope).find(one => one.name === name)
  if (!found) throw validationError(`No export named ${name} found.`)
  return found.value
}

/** Stacks whose templates import this name. */
export function importersOf(scope: Scope, name: string): StackDocument[] {
  return cloudformation(scope)
    .stacks.values()
    .filter(({ status, imports }) => status !== 'DELETE_COMPLETE' && imports.includes(name))
}

/** Why a stack's exports may not become these; undefined when they may. */
export function exportProblem(
  scope: Scope,
  stack: StackDocument,
  after: readonly { ExportName?: string | undefined; OutputValue: string }[],
): string | undefined {
  const taken = allExports(scope)
  for (const { ExportName: name } of after) {
    const other = taken.find(one => one.name === name && one.stack.stackId !== stack.stackId)
    if (other) return `Export with name ${name} is already exported by stack ${other.stack.stackName}`
  }
  for (const { ExportName: name, OutputValue } of stack.outputs) {
    if (name === undefined) continue
    const importers = importersOf(scope, name).filter(({ stackId }) => stackId !== stack.stackId)
    if (importers.length === 0) continue
    const same = after.find(one => one.ExportName === name)
    const users = importers.map(({ stackName }) => stackName).join(' and ')
    if (!same) return `Export ${name} cannot be deleted as it is in use by ${users}`
    if (same.OutputValue !== OutputValue)
      return `Export ${name} cannot be updated as it is in use by ${users}`
  }
  return undefined
}
