import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { createService, expectedService } from '../../parts/create-service.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

const breaker = JSON.stringify({
  deploymentCircuitBreaker: { enable: true, rollback: true },
  ...{ minimumHealthyPercent: 100, maximumPercent: 200 },
})

export default defineStep({
  title: 'Run version 1, with a circuit breaker',
  needs: ['prepare', 'create-load-balancer', 'create-listener'],
  commands: context => [
    registerUploads(context, place, '1'),
    createService(context, place, {
      targetGroupArn: context.out['create-load-balancer']?.['launchArn'],
      more: `--deployment-configuration '${breaker}'`,
    }),
  ],
  check: account => {
    const { launchArn } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectUploads(account, place, '1'),
      () => expectServiceStable(account, expectedService(account.out, place, launchArn)),
    )
  },
  hints: [
    'This is the last version that you deploy by hand.',
    'The circuit breaker takes a deployment back when its tasks do not get well.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: [...UPLOADS_READS, ...SERVICE_STABLE_READS],
})
