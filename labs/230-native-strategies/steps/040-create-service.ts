import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { createService, expectedService } from '../../parts/create-service.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Run version 1, the way CodeDeploy wants it',
  needs: ['prepare', 'create-load-balancer', 'create-listeners'],
  commands: context => [
    registerUploads(context, place, '1'),
    createService(context, place, {
      targetGroupArn: context.out['create-load-balancer']?.['blueArn'],
      more: '--deployment-controller type=CODE_DEPLOY',
    }),
  ],
  check: account => {
    const { blueArn } = account.out['create-load-balancer'] ?? {}
    return allOf(
      () => expectUploads(account, place, '1'),
      () =>
        expectServiceStable(account, {
          ...expectedService(account.out, place, blueArn),
          image: '/uploads:1',
          controller: 'CODE_DEPLOY',
        }),
    )
  },
  hints: [
    'It is create-service as you know it, with one more option: the deployment controller.',
    'The service is registered with the blue target group only. Green stays empty until CodeDeploy fills it.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: [...UPLOADS_READS, ...SERVICE_STABLE_READS],
})
