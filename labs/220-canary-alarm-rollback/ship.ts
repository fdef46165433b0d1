import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { deploymentsOf, deploymentTarget, trafficOf, currentEvent } from '../assertions/codedeploy-state.ts'
import { expectDeploymentReady, type ExpectedDeployment } from '../assertions/expect-deployment.ts'
import { waiting } from '../assertions/verdicts.ts'
import type { CheckContext, Verdict } from '../define.ts'
import { CONTAINER, PORT } from '../parts/place.ts'
import { group, TARGET } from './names.ts'

/** What a deployment of this version of the app must be like. */
export function expectedDeployment(version: string): ExpectedDeployment {
  return { ...group, target: TARGET, image: `/uploads:${version}`, container: CONTAINER, port: PORT }
}

/** The newest deployment, once it has ended; before that the verdict. */
export async function endedDeployment(
  account: CheckContext,
  { version, expected }: { version: string; expected: string },
): Promise<{ deployment: DeploymentInfo; rollback: DeploymentInfo | undefined } | { verdict: Verdict }> {
  const deployments = await deploymentsOf(account, group)
  const deployment = deployments.find(({ creator }) => creator !== 'codeDeployRollback')
  const { deploymentId, status } = deployment ?? {}
  const stopped = status === 'Stopped' && deployment?.errorInformation?.code === 'ALARM_ACTIVE'
  if (!deployment || !stopped) {
    const verdict = await expectDeploymentReady(account, expectedDeployment(version))
    if (!deployment || verdict.status !== 'pass') return { verdict }
  }
  if (status !== 'Succeeded' && !stopped) {
    const target = await deploymentTarget(account, { deploymentId, service: TARGET })
    return { verdict: underWay(`${trafficOf(target)}; at ${currentEvent(target)}`, expected) }
  }
  const rollback = deployments.find(
    ({ rollbackInfo }) => rollbackInfo?.rollbackTriggeringDeploymentId === deploymentId,
  )
  return { deployment, rollback }
}

export function underWay(observed: string, expected: string): Verdict {
  return waiting('deployment-under-way', {
    title: 'The deployment is under way',
    expected,
    observed,
    next: 'Go on asking, with this step’s last command or with a load in Traffic, and watch the Map.',
    retryAfterSeconds: 10,
    aboutSeconds: 600,
  })
}
