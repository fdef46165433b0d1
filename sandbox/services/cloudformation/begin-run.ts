import type { OnFailure } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import type { OperationContext } from '../../operation.ts'
import { arn } from '../../ids.ts'
import { setStackStatus } from './engine/events.ts'
import { startRun } from './engine/stack-runs.ts'
import { validationError } from './errors.ts'
import { type Actor, type RunDocument, type StackDocument, type StackTarget } from './store.ts'

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

/** What requests say of how an operation goes. */
export interface RunOptions {
  token?: string | undefined
  /** Named resources that are there already, and are kept on deletion, become the stack's. */
  importExisting?: boolean
  /** RetainExceptOnCreate. */
  removesCreated?: boolean | undefined
}

/** Begins to make a stack. */
export function beginCreate(
  context: OperationContext,
  stack: StackDocument,
  { onFailure, ...options }: RunOptions & { onFailure: OnFailure },
): void {
  const { clock } = context.sandbox
  const { timeoutInMinutes: minutes } = stack
  const until = minutes === undefined ? undefined : clock.time(context.accountId) + minutes * 60_000
  begin(stack, {
    kind: 'create',
    phase: 'forward',
    onFailure,
    ...options,
    ...(until !== undefined && { until }),
  })
  stack.tokens = { create: options.token }
  setStackStatus(context, stack, 'CREATE_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
}

/** Begins to bring a stack to a target. */
export function beginUpdate(
  context: OperationContext,
  stack: StackDocument,
  target: StackTarget,
  {
    actor,
    disableRollback,
    ...options
  }: RunOptions & { actor: Actor; disableRollback: boolean; policy?: string | undefined },
): void {
  const { unfinished } = stack
  begin(stack, {
    ...{ kind: 'update', phase: 'forward', onFailure: 'ROLLBACK', policy: stack.stackPolicy, ...options },
    // A stack that was left as it failed goes back to what it was before that.
    ...(unfinished
      ? { runIds: unfinished.runIds, previous: unfinished.previous }
      : { previous: shownAs(stack) }),
  })
  stack.tokens = { ...stack.tokens, update: options.token }
  Object.assign(stack, target, { actor, disableRollback, updatedAt: context.sandbox.clock.now() })
  setStackStatus(context, stack, 'UPDATE_IN_PROGRESS', 'User Initiated')
  startRun(context.sandbox, context.scope, stack.stackId)
}

function shownAs(stack: StackDocument): RunDocument['previous'] {
  const { templateText, parameters, tags, capabilities, notificationArns, description, outputs } = stack
  const { rollbackConfiguration } = stack
  return {
    ...{ templateText, parameters, tags, capabilities, notificationArns, description, outputs },
    rollbackConfiguration,
  }
}

/** Begins to bring a stack that was left as it failed back to what it was when it was last whole. */
export function beginRollback(
  context: OperationContext,
  stack: StackDocument,
  { actor, ...options }: RunOptions & { actor: Actor },
): void {
  const { previous, runIds = [] } = stack.unfinished ?? {}
  stack.actor = actor
  const common = { onFailure: 'ROLLBACK', runIds, ...options } as const
  if (previous) begin(stack, { kind: 'update', phase: 'backward', previous, ...common })
  else begin(stack, { kind: 'create', phase: 'remove', ...common })
  const status = previous ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS'
  setStackStatus(context, stack, status, 'User Initiated')
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
  run: Pick<RunDocument, 'kind' | 'phase' | 'onFailure'> & Partial<RunDocument>,
): void {
  stack.run = { id: randomUUID(), skip: [], failed: [], ...run }
}
