import { defineMistake } from '../../define.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'
import registerTask from '../steps/040-register-task-definition.ts'

export default defineMistake({
  title: 'The container opens port 80, while the app listens on 8080',
  step: 'register-task-definition',
  commands: context => [registerTaskDefinition(context, { tag: '1', port: 80 })],
  expect: { status: 'fail', reason: 'container-port', next: /"containerPort": 8080/ },
  mend: context => registerTask.commands(context),
})
