import { defineMistake } from '../../define.ts'
import registerTask from '../steps/030-register-task-definition.ts'

export default defineMistake({
  title: 'The execution role is left out of the task definition',
  step: 'register-task-definition',
  commands: context =>
    registerTask.commands(context).map(command => command.replace(/ --execution-role-arn \S+/, '')),
  expect: { status: 'fail', reason: 'task-definition-missing', next: /ClientException/ },
  mend: context => registerTask.commands(context),
})
