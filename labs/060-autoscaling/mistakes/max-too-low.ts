import { defineMistake } from '../../define.ts'
import { registerTarget } from '../register-target-command.ts'

export default defineMistake({
  title: 'The most is as little as the least: it can never grow',
  step: 'register-target',
  commands: () => [registerTarget.replace('--max-capacity 4', '--max-capacity 2')],
  expect: {
    status: 'fail',
    reason: 'capacity',
    next: /changes the limits: `aws application-autoscaling register/,
  },
})
