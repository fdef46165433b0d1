import { defineMistake } from '../../define.ts'
import { place } from '../names.ts'

export default defineMistake({
  title: 'Only the number of tasks is set, and the canary goes on',
  step: 'stop-canary',
  commands: () => [
    `aws ecs update-service --cluster ${place.name} --service ${place.name} --desired-count 2`,
  ],
  expect: {
    status: 'fail',
    reason: 'not-stopped',
    next: /Stop it: `aws ecs stop-service-deployment .* --stop-type ROLLBACK`$/,
  },
})
