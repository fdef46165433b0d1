import { findService } from '../../assertions/service-state.ts'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { HEALTHY, place } from '../names.ts'
import { updateService } from '../update-commands.ts'

const breaker = JSON.stringify({ deploymentCircuitBreaker: { enable: true, rollback: true }, ...HEALTHY })
const turnOn = `${updateService} --deployment-configuration '${breaker}'`

export default defineStep({
  title: 'Turn on the circuit breaker',
  needs: ['roll-to-version-2'],
  commands: () => [turnOn],
  check: async account => {
    const service = await findService(account, { cluster: place.name, service: place.name })
    const expected = 'a circuit breaker that is on, and rolls back'
    if (!service) {
      return fail('service-missing', {
        title: 'The service is gone',
        expected,
        observed: `no active service ${place.name}`,
        next: 'Press Reset, and begin again.',
      })
    }
    const { deploymentCircuitBreaker, minimumHealthyPercent } = service.deploymentConfiguration ?? {}
    const { enable = false, rollback = false } = deploymentCircuitBreaker ?? {}
    const next = `Turn it on: \`${turnOn}\``
    if (!enable) {
      return fail('breaker-off', {
        title: 'Nobody would give up',
        expected,
        observed: 'it is off: ECS would try a broken version again and again, for ever',
        next,
      })
    }
    if (!rollback) {
      return fail('breaker-without-rollback', {
        title: 'It would give up, and stay there',
        expected,
        observed:
          'enable is true, rollback is false: the deployment would be marked FAILED, and the service left with what it has',
        next,
      })
    }
    if ((minimumHealthyPercent ?? 0) < HEALTHY.minimumHealthyPercent) {
      return fail('healthy-percent', {
        title: 'Tasks would go before others have come',
        expected: `minimumHealthyPercent ${HEALTHY.minimumHealthyPercent}`,
        observed: `minimumHealthyPercent is ${minimumHealthyPercent}: ECS may stop tasks that serve, before the new ones are well`,
        next,
      })
    }
    return pass('After three tasks that fail, ECS gives a deployment up, and goes back by itself.')
  },
  hints: [
    'It is part of the deployment configuration, beside the two percentages.',
    'enable makes it give up, rollback makes it go back.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:DescribeServices'],
})
