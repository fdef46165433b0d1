import { ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs'
import { expectBuild } from '../../assertions/expect-build.ts'
import { SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf, pass, waiting } from '../../assertions/verdicts.ts'
import { type CheckContext, defineStep, type Verdict } from '../../define.ts'
import { inProduction } from '../in-production.ts'
import { place, PROJECT, push, setVersion } from '../names.ts'

export default defineStep({
  title: 'Push what no test sees',
  needs: ['prepare', 'create-load-balancer', 'push-version-2', 'push-failing-test'],
  commands: context => [setVersion('3-unready'), ...push(context)],
  check: account => {
    const { buildNumber: before = '' } = account.out['push-version-2'] ?? {}
    const after = Number(account.out['push-failing-test']?.['buildNumber'] ?? 0)
    return allOf(
      () => expectBuild(account, { project: PROJECT, after, start: push(account)[1] ?? '' }),
      () => expectRolledBack(account),
      () => inProduction(account, { buildNumber: before, version: '2' }),
    )
  },
  hints: [
    'The build succeeds: the version is well-formed. Only in production it shows that it never gets ready.',
    'Watch the Map: new tasks come and go, and version 2 keeps its visitors.',
  ],
  solve: 'commands',
  timeout: '15m',
  serves: true,
  reads: [
    ...['codebuild:ListBuildsForProject', 'codebuild:BatchGetBuilds', 'logs:FilterLogEvents'],
    ...['ecs:ListServiceDeployments', ...SERVICE_STABLE_READS],
  ],
})

/** ECS itself has taken the newest deployment back. */
async function expectRolledBack({ aws }: CheckContext): Promise<Verdict> {
  const { serviceDeployments = [] } = await aws.ecs.send(
    new ListServiceDeploymentsCommand({ cluster: place.name, service: place.name, maxResults: 20 }),
  )
  const [newest] = serviceDeployments.toSorted(
    (one, other) => Number(other.createdAt ?? 0) - Number(one.createdAt ?? 0),
  )
  const { status, statusReason } = newest ?? {}
  if (status === 'ROLLBACK_SUCCESSFUL') return pass('ECS gave it up, and went back by itself.')
  return waiting('breaker-counting', {
    title: 'ECS is still trying',
    expected: 'a deployment that ECS has rolled back',
    observed: `the deployment is ${status ?? 'not there yet'}${statusReason ? `: ${statusReason}` : ''}`,
    next: 'Wait. After three tasks that do not get well the circuit breaker trips.',
    retryAfterSeconds: 10,
    aboutSeconds: 400,
  })
}
