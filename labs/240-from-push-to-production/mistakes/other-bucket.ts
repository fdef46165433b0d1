import { defineMistake } from '../../define.ts'
import { createRule, putRule } from '../rule-commands.ts'

export default defineMistake({
  title: 'The rule waits for another bucket',
  step: 'create-rule',
  commands: context =>
    createRule(context).map(command =>
      command.includes('put-rule') ? putRule(context, 'my-bucket') : command,
    ),
  expect: { status: 'fail', reason: 'rule-pattern', next: /`aws events put-rule [^`]+`$/ },
})
