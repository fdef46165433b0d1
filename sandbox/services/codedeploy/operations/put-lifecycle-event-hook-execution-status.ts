import {
  InvalidLifecycleEventHookExecutionIdException,
  InvalidLifecycleEventHookExecutionStatusException,
  LifecycleEventAlreadyCompletedException,
} from '@aws-sdk/client-codedeploy'
import type {
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput,
} from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findDeployment } from '../lookup.ts'
import { codedeploy } from '../store.ts'

/** A hook's callback. Throws InvalidLifecycleEventHookExecutionIdException, LifecycleEventAlreadyCompletedException, …. */
export const putLifecycleEventHookExecutionStatus: Operation<
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput
> = ({ deploymentId, lifecycleEventHookExecutionId, status }, { scope }) => {
  const deployment = findDeployment(scope, deploymentId)
  const event = deployment.events.find(
    ({ hook }) => hook !== undefined && hook.executionId === lifecycleEventHookExecutionId,
  )
  if (!event?.hook) {
    throw exception(
      InvalidLifecycleEventHookExecutionIdException,
      'The lifecycle event hook execution ID is not valid for this deployment',
    )
  }
  if (status !== 'Succeeded' && status !== 'Failed') {
    throw exception(
      InvalidLifecycleEventHookExecutionStatusException,
      `The lifecycle event hook execution status ${status ?? 'that was given'} is not valid: Succeeded or Failed`,
    )
  }
  if (event.status !== 'InProgress' || event.hook.answer) {
    const message = `The lifecycle event ${event.name} has already been completed`
    throw exception(LifecycleEventAlreadyCompletedException, message)
  }
  event.hook.answer = status
  codedeploy(scope).deployments.put(deployment.deploymentId, deployment)
  return { lifecycleEventHookExecutionId }
}
