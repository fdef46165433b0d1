import { defineMistake } from '../../define.ts'
import { allowReading } from '../allow-command.ts'

export default defineMistake({
  title: 'The task role is given still more',
  step: 'repair',
  commands: context => [allowReading(context, 'task', '*')],
  expect: { status: 'fail', reason: 'still-broken', next: /Is that the one whom the policy allows/ },
  mend: context => [allowReading(context, 'execution')],
})
