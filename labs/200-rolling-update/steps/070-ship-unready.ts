import { DescribeServiceDeploymentsCommand, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs'
import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf, fail, pass, waiting } from '../../assertions/verdicts.ts'
import { type CheckContext, defineStep, type Verdict } from '../../define.ts'
import { expectedService } from '../../parts/create-service.ts'
import { expectUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'
import { rollTo, watchDeployments } from '../update-commands.ts'

export default defineStep({
  title: 'Ship a version that never gets well',
  needs: ['create-load-balancer', 'turn-on-breaker'],
  commands: context => [
    ...rollTo(context, '3-unready'),
    watchDeployments,
    `aws ecs describe-services --cluster ${place.name} --services ${place.name} --query 'reverse(services[0].events[:12])[].message' --output text | tr '\\t' '\\n'`,
  ],
  check: account => {
    const { depotArn } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectUploads(account, place, '3-unready'),
      () => expectRolledBack(account),
      () =>
        expectServiceStable(account, {
          ...expectedService(account.out, place, depotArn),
          image: '/uploads:2',
        }),
    )
  },
  hints: [
    'Watch the column on the right: the tasks that have failed. After three of them ECS gives up.',
    'Open Logs, or the path /health/ready in App: the version says itself that it is never ready.',
    'The last command reads what ECS did, the oldest first.',
  ],
  solve: 'commands',
  timeout: '15m',
  serves: true,
  reads: [
    ...UPLOADS_READS,
    'ecs:ListServiceDeployments',
    'ecs:DescribeServiceDeployments',
    ...SERVICE_STABLE_READS,
  ],
})

/** The newest deployment of the service was rolled back by ECS itself. */
async function expectRolledBack({ aws }: CheckContext): Promise<Verdict> {
  const { serviceDeployments = [] } = await aws.ecs.send(
    new ListServiceDeploymentsCommand({ cluster: place.name, service: place.name, maxResults: 20 }),
  )
  const expected = 'a deployment that ECS has rolled back'
  const [newest] = serviceDeployments.toSorted(
    (one, other) => Number(other.createdAt ?? 0) - Number(one.createdAt ?? 0),
  )
  const { serviceDeploymentArn = '', status, statusReason } = newest ?? {}
  if (status === 'ROLLBACK_SUCCESSFUL') {
    const { serviceDeployments: [shown] = [] } = await aws.ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [serviceDeploymentArn] }),
    )
    const failures = shown?.deploymentCircuitBreaker?.failureCount
    return pass(`ECS gave it up${failures ? ` after ${failures} tasks` : ''}, and went back.`)
  }
  if (status === 'SUCCESSFUL') {
    return fail('not-shipped', {
      title: 'The broken version is not on its way',
      expected,
      observed: 'the newest deployment is SUCCESSFUL: the service has not been told of the new revision',
      next: 'Run this step’s commands.',
    })
  }
  return waiting('breaker-counting', {
    title: 'ECS is still trying',
    expected,
    observed: `the deployment is ${status ?? 'not there yet'}${statusReason ? `: ${statusReason}` : ''}`,
    next: 'Wait, and watch the Map: new tasks come, are found ill and are stopped, while version 2 goes on serving. After three of them the breaker trips.',
    retryAfterSeconds: 10,
    aboutSeconds: 400,
  })
}
