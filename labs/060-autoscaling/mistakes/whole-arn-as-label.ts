import { defineMistake } from '../../define.ts'
import { putPolicy } from '../put-policy-command.ts'

/** AWS refuses it: the label joins the ends of two ARNs. */
export default defineMistake({
  title: 'The resource label is the target group’s whole ARN',
  step: 'put-policy',
  commands: ({ out }) => [putPolicy(out, { label: out['create-load-balancer']?.['targetGroupArn'] ?? '' })],
  expect: {
    status: 'fail',
    reason: 'policy-missing',
    next: /"ResourceLabel":"app\/kiosk\/\w+\/targetgroup\/kiosk\/\w+"/,
  },
})
