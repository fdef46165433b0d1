import { randomBytes } from 'node:crypto'
import type { Scope } from '../../store/store.ts'
import { eventQueueOf } from '../lambda/event-queue.ts'
import { functionArn, qualifiedNameOf, resolveFunction } from '../lambda/functions.ts'
import { DeploymentFailure } from './failure.ts'
import { roleProblem } from './service-role.ts'
import type { EventDocument } from './store.ts'
import { isOverdue } from './time-limit.ts'
import type { Turn } from './turn.ts'

/** A function loads and asks at its own speed, however fast the account's clock is (wall clock). */
const LEAST_MS = 30_000

/** Tells a lifecycle event's function once, and waits for its callback; true when it succeeded, or there is none. */
export function runHook(turn: Turn, event: EventDocument): boolean {
  const { sandbox, scope, deployment } = turn
  const reference = deployment.rollbackOf ? undefined : deployment.appSpec?.hooks[event.name]
  if (!reference) return true
  if (!event.hook) {
    const functionName = qualifiedNameOf(reference)
    const resource = functionArn(scope, functionName)
    const action = { action: 'lambda:InvokeFunction', resource }
    const problem = roleProblem(sandbox, deployment.serviceRoleArn, [action])
    if (problem) throw new DeploymentFailure(problem.code, problem.message)
    checkFunction(scope, reference)
    const executionId = randomBytes(48).toString('base64url')
    event.hook = { executionId, functionName, invoked: true }
    // Both are written in the same turn: it is told neither twice nor never.
    const payload = { DeploymentId: deployment.deploymentId, LifecycleEventHookExecutionId: executionId }
    eventQueueOf(sandbox).add(scope, functionName, JSON.stringify(payload))
  }
  const { answer } = event.hook
  if (answer === 'Succeeded') return true
  if (answer === 'Failed') {
    throw new DeploymentFailure(
      'HOOK_EXECUTION_FAILURE',
      'The deployment failed because one or more of the lifecycle event validation functions failed.',
    )
  }
  if (!isOverdue(turn, event, LEAST_MS)) return false
  throw new DeploymentFailure(
    'HOOK_EXECUTION_FAILURE',
    'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
  )
}

function checkFunction(scope: Scope, reference: string): void {
  try {
    resolveFunction(scope, reference)
  } catch {
    throw new DeploymentFailure(
      'INVALID_LAMBDA_FUNCTION',
      `The Lambda function ${reference} could not be found.`,
    )
  }
}
