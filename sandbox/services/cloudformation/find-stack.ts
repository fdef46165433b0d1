import { ChangeSetNotFoundException } from '@aws-sdk/client-cloudformation'
import type { Scope } from '../../store/store.ts'
import { exception, validationError } from './errors.ts'
import { type ChangeSetDocument, cloudformation, type StackDocument } from './store.ts'

/** The stack of a name, or of an id also once it is deleted; undefined when there is none. */
export function lookUpStack(scope: Scope, name: string): StackDocument | undefined {
  const { stacks } = cloudformation(scope)
  if (name.startsWith('arn:')) return stacks.get(name)
  return stacks.values().find(({ stackName, status }) => stackName === name && status !== 'DELETE_COMPLETE')
}

/** Throws ValidationError "Stack with id … does not exist", or in the other words that some operations have. */
export function findStack(
  scope: Scope,
  name: string | undefined,
  words: (name: string) => string = id => `Stack with id ${id} does not exist`,
): StackDocument {
  if (!name)
    throw validationError(
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    )
  const found = lookUpStack(scope, name)
  if (!found) throw validationError(words(name))
  return found
}

/** As operations on events, templates and change sets put it. */
export function bracketed(name: string): string {
  return `Stack [${name}] does not exist`
}

/** A change set by its ARN, or by its name and its stack. Throws ChangeSetNotFoundException, or ValidationError for the stack. */
export function findChangeSet(scope: Scope, name = '', stackName?: string): ChangeSetDocument {
  const { changeSets } = cloudformation(scope)
  if (name.startsWith('arn:')) {
    const found = changeSets.get(name)
    if (found) return found
  } else {
    if (stackName === undefined)
      throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
    const stack = findStack(scope, stackName, bracketed)
    const found = changeSets.values().find(one => one.stackId === stack.stackId && one.changeSetName === name)
    if (found) return found
  }
  throw exception(ChangeSetNotFoundException, `ChangeSet [${name}] does not exist`)
}
