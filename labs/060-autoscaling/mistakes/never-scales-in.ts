import { defineMistake } from '../../define.ts'
import { putPolicy } from '../put-policy-command.ts'

export default defineMistake({
  title: 'Scaling in is disabled',
  step: 'put-policy',
  commands: ({ out }) => [putPolicy(out, { DisableScaleIn: true })],
  expect: {
    status: 'fail',
    reason: 'scale-in-disabled',
    next: /replaced: `aws application-autoscaling put-scaling/,
  },
})
