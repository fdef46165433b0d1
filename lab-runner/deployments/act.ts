import { ContinueDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { ContinueServiceDeploymentCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs'
import type { Aws } from '@slipway/labs/define.ts'
import { errorVerdict } from '@slipway/labs/explain-errors.ts'
import type { DeploymentActionKind, DeploymentDto } from '../contract.ts'
import { AppError } from '../security/app-error.ts'

type Act = (aws: Aws, deployment: DeploymentDto, hookId: string | undefined) => Promise<string>

const continueDeployment =
  (deploymentWaitType: 'READY_WAIT' | 'TERMINATION_WAIT', said: string): Act =>
  async (aws, { id: deploymentId }) => {
    await aws.codedeploy.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }))
    return said
  }

const resolvePause =
  (action: 'CONTINUE' | 'ROLLBACK', said: string): Act =>
  async (aws, { id: serviceDeploymentArn }, hookId) => {
    await aws.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }))
    return said
  }

const ACTS: Record<DeploymentActionKind, Act> = {
  'continue-ready': continueDeployment('READY_WAIT', 'Continued: traffic moves now.'),
  'continue-termination': continueDeployment('TERMINATION_WAIT', 'Continued: the blue tasks end now.'),
  approve: resolvePause('CONTINUE', 'Approved: the deployment goes on.'),
  reject: resolvePause('ROLLBACK', 'Rejected: the deployment is rolled back.'),
  async stop(aws, { id: deploymentId }) {
    await aws.codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: false }))
    return 'Stopped. Traffic stays where it is.'
  },
  async 'stop-and-roll-back'(aws, { id, engine }) {
    if (engine === 'CodeDeploy') {
      await aws.codedeploy.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }))
    } else {
      await aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: id, stopType: 'ROLLBACK' }))
    }
    return 'Stopped. A rollback begins.'
  },
}

/** Does what a button says, by AWS's own API; answers what was done. Throws an AppError with AWS's words. */
export async function act(
  aws: Aws,
  deployment: DeploymentDto,
  { action, hookId }: { action: DeploymentActionKind; hookId?: string },
): Promise<string> {
  const offered = deployment.actions.some(
    one => one.kind === action && (one.hookId === null || one.hookId === hookId),
  )
  if (!offered) throw notNow(deployment)
  try {
    return await ACTS[action](aws, deployment, hookId)
  } catch (error) {
    throw explain(error)
  }
}

function notNow({ name, status }: DeploymentDto): AppError {
  return new AppError('not-now', 409, `The deployment ${name} is ${status} now, so that cannot be done.`, {
    next: 'Look at where it is; the buttons show what can be done.',
  })
}

const NEXT: Record<string, string> = {
  DeploymentAlreadyCompletedException: 'It is over: look at how it ended, and deploy again if you need to.',
  DeploymentIsNotInReadyStateException: 'It has gone on meanwhile. Look at where it is now.',
  DeploymentNotStartedException: 'Wait until it has begun, then try again.',
  UnsupportedActionForDeploymentTypeException: 'Use the command line as the lab shows it.',
}

/** AWS's own words, and what to do about them; what is no answer of AWS stays what it is. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !('$metadata' in error)) return error
  const { reason, next } = errorVerdict(error)
  const known = reason === 'check-failed' ? 'Look at where the deployment is now, then try again.' : next
  return new AppError('aws-refused', 409, `AWS answers ${error.name}: ${error.message}`, {
    next: NEXT[error.name] ?? known.replace(/check again/g, 'try again'),
    cause: error,
  })
}
