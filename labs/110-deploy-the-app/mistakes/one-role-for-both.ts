import { defineMistake } from '../../define.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'The execution role is given for both',
  step: 'register-task-definition',
  commands: context => [
    registerTaskDefinition(context, {
      taskRoleArn: context.out['create-execution-role']?.['executionRoleArn'],
    }),
  ],
  expect: {
    status: 'fail',
    reason: 'task-role',
    next: /Set --task-role-arn arn:aws:iam::\d+:role\/slipway\/app-task\./,
  },
  mend: context => [registerTaskDefinition(context)],
})
