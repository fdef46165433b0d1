import { expectServiceStable, SERVICE_STABLE_READS } from '../assertions/expect-service-stable.ts'
import { allOf, fail, pass, waiting } from '../assertions/verdicts.ts'
import type { CheckContext, Verdict } from '../define.ts'
import { expectedService } from '../parts/create-service.ts'
import { targetGroupArn } from '../parts/front.ts'
import { GROUPS, place } from './names.ts'
import { newestDeployment, NEWEST_DEPLOYMENT_READS } from './newest-deployment.ts'

/** The reads that `expectDeployed` makes. */
export const DEPLOYED_READS = [...new Set([...NEWEST_DEPLOYMENT_READS, ...SERVICE_STABLE_READS])]

interface Wanted {
  strategy: string
  image: string
  again: string
  aboutSeconds: number
}

/** The newest deployment brought this image by this strategy to all visitors, and what was before is gone. */
export function expectDeployed(account: CheckContext, wanted: Wanted): Promise<Verdict> {
  const group = targetGroupArn(account.out, GROUPS[0])
  return allOf(
    () => expectSuccessful(account, wanted),
    () =>
      expectServiceStable(account, { ...expectedService(account.out, place, group), image: wanted.image }),
  )
}

async function expectSuccessful(account: CheckContext, wanted: Wanted): Promise<Verdict> {
  const found = await newestDeployment(account, wanted)
  if ('reason' in found) return found
  const { serviceDeploymentArn = '', status, statusReason, lifecycleStage, ...rest } = found.deployment
  const share = rest.targetServiceRevision?.requestedProductionTrafficWeight ?? 0
  const expected = `all visitors with ${found.image}, and the tasks of the version before gone`
  if (status === 'SUCCESSFUL') {
    return pass(`All visitors are with ${found.image}.`, { serviceDeploymentArn })
  }
  const hook = rest.lifecycleHookDetails?.find(one => one.status === 'AWAITING_ACTION')
  if (hook) {
    const approve = `aws ecs continue-service-deployment --service-deployment-arn ${serviceDeploymentArn} --hook-id ${hook.hookId} --action CONTINUE`
    return fail('not-approved', {
      title: 'It waits for you',
      expected,
      observed: `it is paused after ${lifecycleStage}, and goes back when nobody approves it before ${hook.expiresAt?.toISOString()}`,
      next: `Is version 2 as you want it? Then approve it: \`${approve}\``,
    })
  }
  if (status === 'IN_PROGRESS' || status === 'PENDING') {
    return waiting('deploying', {
      title: 'It is on its way',
      expected,
      observed: `stage ${lifecycleStage}, and ${share} % of the visitors with the new version`,
      next: 'Wait, and watch the Map and Traffic.',
      ...{ retryAfterSeconds: 5, aboutSeconds: wanted.aboutSeconds },
    })
  }
  return fail('rolled-back', {
    title: 'It went back',
    expected,
    observed: `the deployment is ${status}: ${statusReason ?? 'no reason given'}`,
    next: `Nothing is broken: all visitors are with the version before. ${wanted.again}`,
  })
}
