import { defineMistake } from '../../define.ts'
import { updateService } from '../update-commands.ts'

export default defineMistake({
  title: 'The breaker is on, but does not roll back',
  step: 'turn-on-breaker',
  commands: () => [
    `${updateService} --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=false}'`,
  ],
  expect: {
    status: 'fail',
    reason: 'breaker-without-rollback',
    next: /"deploymentCircuitBreaker":\{"enable":true,"rollback":true\}/,
  },
})
