import { defineStep } from '../../define.ts'
import { expectAppDefinition } from '../expect-app-definition.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineStep({
  title: 'Describe the task',
  needs: ['create-data', 'reach-files', 'create-execution-role', 'create-task-role'],
  commands: context => [registerTaskDefinition(context)],
  check: expectAppDefinition,
  hints: [
    'Two roles: --execution-role-arn for ECS’s own work before the app starts, --task-role-arn for the app itself.',
    'What is secret comes by "secrets", what is not by "environment". The app finds both in its environment.',
    'A volume has a name; a mount point says where in the container it appears. The app writes where FILES_DIR says.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition'],
})
