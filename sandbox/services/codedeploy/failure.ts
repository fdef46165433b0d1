import type { AutoRollbackEvent, ErrorCode, ErrorInformation } from '@aws-sdk/client-codedeploy'

/** How a deployment ends. */
export interface Outcome {
  status: 'Succeeded' | 'Failed' | 'Stopped'
  error?: ErrorInformation
  /** Which of the group's rollback events it is. */
  rollsBackOn?: AutoRollbackEvent
}

/** Thrown by a deployment's work: it cannot go on. */
export class DeploymentFailure extends Error {
  override readonly name = 'DeploymentFailure'
  readonly outcome: Outcome

  constructor(code: ErrorCode | undefined, message = '') {
    super(message)
    const error = { ...(code && { code }), message }
    this.outcome = { status: 'Failed', rollsBackOn: 'DEPLOYMENT_FAILURE', error }
  }
}
