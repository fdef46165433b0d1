import type { ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { isOver } from '../deployments.ts'
import { findServiceDeployment, invalidParameter } from '../lookup.ts'
import { ecs } from '../store.ts'
import { sendHookStateChange } from '../strategies/hook-event.ts'

/** Lets a pause hook succeed, or roll the deployment back. Throws ServiceDeploymentNotFoundException, InvalidParameterException. */
export const continueServiceDeployment: Operation<
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse
> = ({ serviceDeploymentArn, hookId = '', action = 'CONTINUE' }, { scope, sandbox }) => {
  const record = findServiceDeployment(scope, serviceDeploymentArn)
  if (!/^ecs-[a-z]+-.+$/.test(hookId)) {
    throw invalidParameter('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}')
  }
  if (action !== 'CONTINUE' && action !== 'ROLLBACK') {
    throw invalidParameter('Invalid action. Valid values are: CONTINUE, ROLLBACK')
  }
  if (isOver(record)) {
    throw invalidParameter(
      'Continuing a service deployment is not allowed for service deployment in terminal states.',
    )
  }
  const hook = record.staged?.hooks?.find(one => one.hookId === hookId && one.status === 'AWAITING_ACTION')
  if (!hook) {
    throw invalidParameter(
      'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
    )
  }
  hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED'
  if (action === 'ROLLBACK') hook.reason = `A rollback was requested for the pause hook ${hookId}.`
  record.updatedAt = sandbox.clock.now()
  ecs(scope).serviceDeployments.put(record.serviceDeploymentArn, record)
  sendHookStateChange({ engine: { sandbox }, scope, record }, hook)
  return { serviceDeploymentArn: record.serviceDeploymentArn }
}
