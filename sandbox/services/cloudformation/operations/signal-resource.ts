import type { SignalResourceInput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { setResourceStatus } from '../engine/events.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { checkSignalable } from '../states.ts'
import { cloudformation } from '../store.ts'

/** Says to a resource with a CreationPolicy that what it waits for is done, or has failed. Throws ValidationError when nothing waits. */
export const signalResource: Operation<SignalResourceInput, object> = (input, context) => {
  const { scope, sandbox } = context
  const { LogicalResourceId: logicalId = '', UniqueId: id = '', Status } = input
  if (Status !== 'SUCCESS' && Status !== 'FAILURE') {
    throw validationError(
      `1 validation error detected: Value '${String(Status)}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [SUCCESS, FAILURE]`,
    )
  }
  const stack = findStack(scope, input.StackName, bracketed)
  checkSignalable(stack)
  const resource = cloudformation(scope).resources(stack.stackId).get(logicalId)
  if (!resource) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`)
  const { touched, status } = resource
  if (!touched || touched.runId !== stack.run?.id || !status.endsWith('_IN_PROGRESS')) {
    throw validationError(`Resource ${logicalId} is in ${status} state and cannot be signaled`)
  }
  const signals = cloudformation(scope).signals(stack.stackId)
  const key = `${touched.token}/${id}`
  if (signals.has(key)) return {}
  signals.put(key, { id, logicalId, token: touched.token, status: Status })
  setResourceStatus(
    { sandbox, scope },
    stack,
    resource,
    status,
    `Received ${Status} signal with UniqueId ${id}`,
  )
  return {}
}
