import { AlreadyExistsException } from '@aws-sdk/client-cloudformation'
import type { CreateChangeSetInput, CreateChangeSetOutput } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import { arn } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { newStack, newStackId } from '../begin-run.ts'
import { callsAs } from '../engine/call.ts'
import { setStackStatus } from '../engine/events.ts'
import { exception, notThere, validationError } from '../errors.ts'
import { lookUpStack } from '../find-stack.ts'
import { parameterProblem } from '../existing-values.ts'
import { planChanges } from '../plan-changes.ts'
import { readTemplate } from '../read-template.ts'
import { checkUpdatable } from '../states.ts'
import { cloudformation } from '../store.ts'
import { actorOf, readTarget } from '../target.ts'

const NOTHING =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** Works out what a template would change. Throws ValidationError, AlreadyExistsException and InsufficientCapabilitiesException. */
export const createChangeSet: Operation<CreateChangeSetInput, CreateChangeSetOutput> = async (
  input,
  context,
) => {
  const { scope, sandbox } = context
  const { StackName: given = '', ChangeSetName: changeSetName = '', ChangeSetType = 'UPDATE' } = input
  if (ChangeSetType === 'IMPORT' || (input.ResourcesToImport?.length ?? 0) > 0) {
    throw notThere('the import of resources into stacks')
  }
  if (input.DeploymentMode !== undefined)
    throw notThere(`change sets of the deployment mode ${input.DeploymentMode}`)
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(changeSetName)) {
    throw validationError(
      `1 validation error detected: Value '${changeSetName}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*`,
    )
  }
  const { stacks, changeSets } = cloudformation(scope)
  const known = lookUpStack(scope, given)
  if (ChangeSetType === 'UPDATE') {
    if (!known) throw validationError(`Stack [${given}] does not exist`)
    if (known.status === 'REVIEW_IN_PROGRESS')
      throw validationError(`Stack:${known.stackId} is in REVIEW_IN_PROGRESS state and can not be updated.`)
    // Whether it may be executed with a rollback is asked when it is.
    checkUpdatable(known, true)
  } else if (known && known.status !== 'REVIEW_IN_PROGRESS') {
    throw validationError(
      `Stack [${known.stackName}] already exists and cannot be created again with the changeSet [${changeSetName}].`,
    )
  }
  const stackName = known?.stackName ?? given
  const stackId = known?.stackId ?? newStackId(context, stackName)
  const taken = changeSets
    .values()
    .find(one => one.stackId === stackId && one.changeSetName === changeSetName)
  const { ClientToken: clientToken } = input
  // The same request once more, as clients send it that have not heard the answer.
  if (taken && clientToken !== undefined && taken.clientToken === clientToken)
    return { Id: taken.changeSetId, StackId: stackId }
  if (taken)
    throw exception(
      AlreadyExistsException,
      `ChangeSet ${changeSetName} cannot be created due to a mismatch with existing attribute(s)`,
    )
  const before = ChangeSetType === 'UPDATE' ? known : undefined
  const actor = actorOf(input, context, before?.actor)
  const target = await readTarget(input, context, { stackId, stackName }, before, {
    isReviewed: true,
  })
  const stack = lookUpStack(scope, stackName) ?? newStack(context, { stackId, stackName, actor, target })
  if (!stacks.has(stack.stackId)) setStackStatus(context, stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
  const { template } = readTemplate(scope, { stackId, stackName, ...target })
  const problem = await parameterProblem(template, target.parameters, callsAs(sandbox, scope, actor))
  const { changes, isAny } = await planChanges(scope, stack, target)
  const changeSetId = arn(scope, 'cloudformation', `changeSet/${changeSetName}/${randomUUID()}`)
  changeSets.put(changeSetId, {
    ...{
      changeSetId,
      changeSetName,
      stackId: stack.stackId,
      stackName,
      type: ChangeSetType,
      target,
      actor,
      changes,
    },
    ...{
      createdAt: sandbox.clock.now(),
      description: input.Description,
      onStackFailure: input.OnStackFailure,
    },
    disableRollback: input.OnStackFailure === 'DO_NOTHING',
    importExisting: input.ImportExistingResources ?? false,
    clientToken,
    ...(problem === undefined && (isAny || ChangeSetType === 'CREATE')
      ? { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }
      : { status: 'FAILED', executionStatus: 'UNAVAILABLE', statusReason: problem ?? NOTHING }),
  })
  return { Id: changeSetId, StackId: stack.stackId }
}
