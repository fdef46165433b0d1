import { defineMistake } from '../../define.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'The task definition names a log group that nobody has made',
  step: 'register-task-definition',
  commands: context => [registerTaskDefinition(context, { logGroup: '/ecs/shops' })],
  expect: { status: 'fail', reason: 'log-configuration', next: /^Correct "logConfiguration"\./ },
  mend: context => [registerTaskDefinition(context)],
})
