import { defineMistake } from '../../define.ts'
import { deployTag } from '../register-command.ts'

export default defineMistake({
  title: 'The tag is guessed a second time',
  step: 'repair',
  commands: context => deployTag(context, 'v2'),
  expect: { status: 'fail', reason: 'still-broken', next: /Where was that name given/ },
  mend: context => deployTag(context, '2'),
})
