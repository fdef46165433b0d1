import { defineMistake } from '../../define.ts'
import { createRule } from '../rule-commands.ts'

export default defineMistake({
  title: 'The rule has no target',
  step: 'create-rule',
  commands: context => createRule(context).filter(command => !command.includes('put-targets')),
  expect: { status: 'fail', reason: 'rule-target', next: /`aws events put-targets [^`]+`$/ },
})
