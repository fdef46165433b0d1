import { defineMistake } from '../../define.ts'
import registerTask from '../steps/030-register-task-definition.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'Processor and memory are a pair that Fargate does not have',
  step: 'register-task-definition',
  commands: context => [registerTaskDefinition(context, { memory: 4096 })],
  expect: {
    status: 'fail',
    reason: 'task-definition-missing',
    next: /ClientException.*“No Fargate configuration exists for given values” means a pair of processor and memory/,
  },
  mend: context => registerTask.commands(context),
})
