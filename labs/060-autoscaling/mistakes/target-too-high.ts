import { defineMistake } from '../../define.ts'
import { putPolicy } from '../put-policy-command.ts'

export default defineMistake({
  title: 'The target is so high that no load reaches it',
  step: 'put-policy',
  commands: ({ out }) => [putPolicy(out, { targetValue: 20_000 })],
  expect: {
    status: 'fail',
    reason: 'target-value',
    next: /replaced: `aws application-autoscaling put-scaling/,
  },
})
