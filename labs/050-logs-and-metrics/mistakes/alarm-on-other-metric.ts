import { defineMistake } from '../../define.ts'
import setAlarm from '../steps/100-set-alarm.ts'

export default defineMistake({
  title: 'The alarm watches a metric that nobody writes',
  step: 'set-alarm',
  commands: context => setAlarm.commands(context).map(command => command.replace('NotFound', 'Notfound')),
  expect: { status: 'fail', reason: 'alarm-metric', next: /replaced: `aws cloudwatch put-metric-alarm / },
})
