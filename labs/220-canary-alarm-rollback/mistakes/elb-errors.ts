import { defineMistake } from '../../define.ts'
import { putAlarm } from '../alarm-command.ts'

export default defineMistake({
  title: 'The alarm counts the load balancer’s errors, not the app’s',
  step: 'set-alarm',
  commands: ({ out }) => [putAlarm(out, { metric: 'HTTPCode_ELB_5XX_Count' })],
  expect: {
    status: 'fail',
    reason: 'alarm-metric',
    next: /replaced: `aws cloudwatch put-metric-alarm .*--metric-name HTTPCode_Target_5XX_Count /,
  },
})
