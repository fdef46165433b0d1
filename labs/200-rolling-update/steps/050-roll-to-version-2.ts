import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { defineStep } from '../../define.ts'
import { expectedService } from '../../parts/create-service.ts'
import { place } from '../names.ts'
import { rollTo, watchDeployments } from '../update-commands.ts'

export default defineStep({
  title: 'Roll to version 2',
  needs: ['create-load-balancer', 'create-service'],
  commands: context => [...rollTo(context, '2'), watchDeployments],
  check: account => {
    const { depotArn } = account.out['create-load-balancer'] ?? {}
    return expectServiceStable(account, {
      ...expectedService(account.out, place, depotArn),
      ...{ image: '/uploads:2', imageBefore: '/uploads:1' },
    })
  },
  hints: [
    'A new revision, then the service is told to use it: without a number, --task-definition means the newest one.',
    'The last command only looks. There are two deployments at once: PRIMARY is the one that comes, ACTIVE the one that goes.',
  ],
  solve: 'commands',
  timeout: '10m',
  serves: true,
  reads: SERVICE_STABLE_READS,
})
