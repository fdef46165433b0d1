import { defineMistake } from '../../define.ts'
import setAlarm from '../steps/100-set-alarm.ts'

export default defineMistake({
  title: 'Nothing is said of missing data',
  step: 'set-alarm',
  commands: context =>
    setAlarm.commands(context).map(command => command.replace('--treat-missing-data notBreaching ', '')),
  expect: { status: 'fail', reason: 'treat-missing', next: /--treat-missing-data notBreaching/ },
})
