import { EXPECT_DEPLOYMENT_READS } from '../../assertions/expect-deployment.ts'
import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { findService, primaryOf } from '../../assertions/service-state.ts'
import { fail } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { expectedService } from '../../parts/create-service.ts'
import { deployUnderLoad, waitUntilSilent } from '../deploy-commands.ts'
import { place } from '../names.ts'
import { endedDeployment } from '../ship.ts'

export default defineStep({
  title: 'Ship that one, and let the canary live',
  needs: ['create-load-balancer', 'create-deployment-group', 'register-version-2'],
  commands: ({ out }) => [
    waitUntilSilent,
    ...deployUnderLoad(
      out['register-version-2']?.['taskDefinitionArn'],
      out['create-load-balancer']?.['dnsName'],
    ),
  ],
  check: async account => {
    const expected = 'a deployment that has Succeeded, and no blue task left'
    const ended = await endedDeployment(account, { version: '2', expected })
    if ('verdict' in ended) return ended.verdict
    if (ended.deployment.status !== 'Succeeded') {
      return fail('alarm-rang', {
        title: 'The alarm rang again',
        expected,
        observed: `${ended.deployment.deploymentId}: ${ended.deployment.errorInformation?.message}`,
        next: 'Was the alarm still ringing from before? Wait until it is OK, and run this step’s commands again.',
      })
    }
    const service = await findService(account, { cluster: place.name, service: place.name })
    const targetGroupArn = service && primaryOf(service).loadBalancers[0]?.targetGroupArn
    return expectServiceStable(account, {
      ...expectedService(account.out, place, targetGroupArn),
      ...{ image: '/uploads:2', controller: 'CODE_DEPLOY' },
    })
  },
  hints: [
    'The first command waits until the alarm is silent. While it rings, every deployment of the group is stopped at once.',
    'Five minutes with a tenth of the visitors, then all at once, and five minutes more before blue goes.',
  ],
  solve: 'commands',
  timeout: '20m',
  serves: true,
  reads: [...EXPECT_DEPLOYMENT_READS, ...SERVICE_STABLE_READS],
})
