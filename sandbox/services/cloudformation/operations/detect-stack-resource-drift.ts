import type {
  DetectStackResourceDriftInput,
  DetectStackResourceDriftOutput,
} from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { driftShape, findDrift } from '../drift.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Compares one resource with what its service has. Throws ValidationError when the stack has none of that name. */
export const detectStackResourceDrift: Operation<
  DetectStackResourceDriftInput,
  DetectStackResourceDriftOutput
> = async ({ StackName, LogicalResourceId = '' }, { scope, sandbox, principal }) => {
  const stack = findStack(scope, StackName, bracketed)
  const resources = cloudformation(scope).resources(stack.stackId)
  const resource = resources.get(LogicalResourceId)
  if (!resource)
    throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.stackName}`)
  const found = await findDrift(sandbox, scope, stack, resource, { principal })
  if (found.status === 'NOT_CHECKED') {
    throw validationError(`Resource type ${resource.type} is not supported for drift detection`)
  }
  resource.drift = found
  resources.put(LogicalResourceId, resource)
  return { StackResourceDrift: driftShape(stack, resource, found) }
}
