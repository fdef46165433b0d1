import type { OnFailure } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import type { OperationContext } from '../../operation.ts'
import { arn } from '../../ids.ts'
import { setStackStatus } from './engine/events.ts'
import { startRun } from './engine/stack-runs.ts'
import { validationError } from './errors.ts'
import { lookUpStack } from './find-stack.ts'
import {
  cloudformation,
  type Actor,
  type RunDocument,
  type StackDocument,
  type StackTarget,
} from './store.ts'

/** ARN of a new stack. Throws ValidationError for a name that is none. */
export function newStackId({ scope }: OperationContext, stackName: string): string {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(stackName)) {
    throw validationError(
      `1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*`,
    )
  }
  return arn(scope, 'cloudformation', `stack/${stackName}/${randomUUID()}`)
}

/** A stack's document before anything is made. */
export function newStack(
  { sandbox }: OperationContext,
  {
    stackId,
    stackName,
    actor,
    target,
    ...rest
  }: { stackId: string; stackName: string; actor: Actor; target: StackTarget } & Partial<StackDocument>,
): StackDocument {
  return {
    ...target,
    ...{ stackId, stackName, actor, status: 'REVIEW_IN_PROGRESS', createdAt: sandbox.clock.now() },
    ...{ outputs: [], disableRollback: false, terminationProtection: false, imports: [] },
    ...rest,
  }
}

/** Begins to make a stack. */
export function beginCreate(
  context: OperationContext,
  stack: StackDocument,
  {
    token,
    onFailure,
    importExisting = false,
  }: { token?: string | undefined; onFailure: OnFailure; importExisting?: boolean },
): void {
  begin(stack, { kind: 'create', phase: 'forward', token, onFailure, importExisting })
  setStackStatus(context, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
}

/** Begins to bring a stack to a target. */
export function beginUpdate(
  context: OperationContext,
  stack: StackDocument,
  target: StackTarget,
  {
    token,
    actor,
    disableRollback,
    importExisting = false,
  }: {
    token?: string | undefined
    actor: Actor
    disableRollback: boolean
    importExisting?: boolean
  },
): void {
  const { templateText, parameters, tags, capabilities, notificationArns, description, outputs } = stack
  const previous = { templateText, parameters, tags, capabilities, notificationArns, description, outputs }
  begin(stack, { kind: 'update', phase: 'forward', token, onFailure: 'ROLLBACK', previous, importExisting })
  Object.assign(stack, target, { actor, disableRollback, updatedAt: context.sandbox.clock.now() })
  setStackStatus(context, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
}

/** Begins to remove a stack with all that it has. */
export function beginDelete(
  context: OperationContext,
  stack: StackDocument,
  { token, actor, skip }: { token?: string | undefined; actor: Actor; skip: string[] },
): void {
  stack.actor = actor
  // What is being made is first brought to a halt, and then removed with the rest.
  if (stack.run?.kind === 'create') Object.assign(stack.run, { token, cancelled: true, skip })
  else begin(stack, { kind: 'delete', phase: 'remove', token, onFailure: 'DO_NOTHING', skip })
  setStackStatus(context, stack, 'DELETE_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
}

function begin(
  stack: StackDocument,
  run: Pick<RunDocument, 'kind' | 'phase' | 'token' | 'onFailure'> & Partial<RunDocument>,
): void {
  stack.run = { id: randomUUID(), skip: [], failed: [], ...run }
}

/** Throws ValidationError when a stack of this name is in the way of a new one. */
export function refuseKnown({ scope }: OperationContext, name: string): void {
  const known = lookUpStack(scope, name)
  if (known) throw validationError(`Stack [${name}] already exists`)
}

/** Throws ValidationError when something is being done to a stack, or it can only be deleted. */
export function checkUpdatable(stack: StackDocument): void {
  const { status, stackId } = stack
  if (/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$|^UPDATE_FAILED$/.test(status)) return
  throw validationError(`Stack:${stackId} is in ${status} state and can not be updated.`)
}

/** Puts a stack's document where others find it. */
export function putStackDocument({ scope }: OperationContext, stack: StackDocument): void {
  cloudformation(scope).stacks.put(stack.stackId, stack)
}
