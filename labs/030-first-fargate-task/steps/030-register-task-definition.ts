import { expectTaskDefinition } from '../../assertions/expect-task-definition.ts'
import { defineStep } from '../../define.ts'
import { FAMILY, LAB, LOG_GROUP, PORT, STREAM_PREFIX } from '../names.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineStep({
  title: 'Describe the task',
  needs: ['create-execution-role'],
  commands: context => [registerTaskDefinition(context)],
  check: account =>
    expectTaskDefinition(account, {
      family: FAMILY,
      container: 'web',
      image: '/web:1',
      port: PORT,
      executionRoleArn: account.out['create-execution-role']?.executionRoleArn ?? '',
      logGroup: LOG_GROUP,
      streamPrefix: STREAM_PREFIX,
      lab: LAB,
    }),
  hints: [
    'What stands before --container-definitions is about the task as a whole; what stands after it, about the container in it.',
    'Fargate takes processor and memory in fixed pairs only: 256 CPU units, a quarter of a processor, go with 512, 1024 or 2048 MiB.',
    `The container is named web, its image ends in /web:1, and the server in it listens on port ${PORT}.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition'],
})
