import { defineStep } from '../../define.ts'
import { firstVersionStep } from '../../parts/first-version.ts'
import { place } from '../names.ts'

const breaker = JSON.stringify({
  deploymentCircuitBreaker: { enable: true, rollback: true },
  ...{ minimumHealthyPercent: 100, maximumPercent: 200 },
})

export default defineStep({
  title: 'Run version 1, with a circuit breaker',
  needs: ['prepare', 'create-load-balancer', 'create-listener'],
  ...firstVersionStep(place, { group: 'launch', more: `--deployment-configuration '${breaker}'` }),
  hints: [
    'This is the last version that you deploy by hand.',
    'The circuit breaker takes a deployment back when its tasks do not get well.',
  ],
})
