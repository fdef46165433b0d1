import { defineMistake } from '../../define.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'The streams get another prefix than the one they are then looked for by',
  step: 'register-task-definition',
  commands: context => [registerTaskDefinition(context, { prefix: 'ecs' })],
  expect: { status: 'fail', reason: 'stream-prefix', next: /"awslogs-stream-prefix": "shop"/ },
  mend: context => [registerTaskDefinition(context)],
})
