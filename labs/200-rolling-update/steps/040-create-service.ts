import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { createService, expectedService } from '../../parts/create-service.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Run version 1',
  needs: ['prepare', 'create-load-balancer', 'create-listener'],
  commands: context => [
    registerUploads(context, place, '1'),
    createService(context, place, {
      targetGroupArn: context.out['create-load-balancer']?.['depotArn'],
    }),
  ],
  check: account => {
    const { depotArn } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectUploads(account, place, '1'),
      () => expectServiceStable(account, expectedService(account.out, place, depotArn)),
    )
  },
  hints: [
    'First the recipe, then the service that keeps two of it running.',
    'If it does not become healthy, the check says why; the lab on services explains each cause.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: [...UPLOADS_READS, ...SERVICE_STABLE_READS],
})
