import type { DetectStackDriftInput, DetectStackDriftOutput } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { detectDrift, knownDrifts } from '../drift.ts'
import { validationError } from '../errors.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { cloudformation } from '../store.ts'

/** Compares a stack's resources with what their services have. It is done when it answers; AWS needs a while. */
export const detectStackDrift: Operation<DetectStackDriftInput, DetectStackDriftOutput> = async (
  input,
  context,
) => {
  const { scope, sandbox, principal } = context
  const stack = findStack(scope, input.StackName, bracketed)
  if (!/_COMPLETE$/.test(stack.status) || stack.status === 'DELETE_COMPLETE') {
    throw validationError(
      `Drift detection cannot be performed on stack [${stack.stackId}] while in ${stack.status} state.`,
    )
  }
  const wanted = input.LogicalResourceIds ?? []
  const strange = wanted.find(id => !cloudformation(scope).resources(stack.stackId).has(id))
  if (strange !== undefined)
    throw validationError(`Resource ${strange} does not exist for stack ${stack.stackName}`)
  await detectDrift(sandbox, scope, stack, { principal }, wanted)
  const drifted = knownDrifts(scope, stack).filter(({ found }) => /MODIFIED|DELETED/.test(found.status))
  const StackDriftDetectionId = randomUUID()
  cloudformation(scope).detections.put(StackDriftDetectionId, {
    ...{ id: StackDriftDetectionId, stackId: stack.stackId, status: stack.lastDrift?.status ?? 'IN_SYNC' },
    ...{ drifted: drifted.length, at: sandbox.clock.now() },
  })
  return { StackDriftDetectionId }
}
