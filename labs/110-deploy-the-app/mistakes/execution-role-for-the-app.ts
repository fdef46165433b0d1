import { defineMistake } from '../../define.ts'
import { createService } from '../create-service-command.ts'
import registerTask from '../steps/060-register-task-definition.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

/** Registered after the right one was checked: the app itself must say what it lacks. */
export default defineMistake({
  title: 'The app is given the execution role, and S3 refuses it',
  step: 'create-service',
  commands: context => [
    registerTaskDefinition(context, {
      taskRoleArn: context.out['create-execution-role']?.['executionRoleArn'],
    }),
    createService(context, 'app'),
  ],
  expect: {
    status: 'fail',
    reason: 's3-access-denied',
    next: /--task-role-arn arn:aws:iam::\d+:role\/slipway\/app-task.*update-service --cluster app --service app --task-definition app --force-new-deployment`$/,
  },
  mend: (context, named) => [...registerTask.commands(context), ...named],
})
