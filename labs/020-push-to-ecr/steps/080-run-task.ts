import { expectTaskDefinition } from '../../assertions/expect-task-definition.ts'
import { expectTaskRunning, TASK_RUNNING_READS } from '../../assertions/expect-task-running.ts'
import { readTask } from '../../assertions/lone-tasks.ts'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, CONTAINER, FAMILY, LAB, LOG_GROUP, PORT, STREAM_PREFIX } from '../names.ts'
import { registerTaskDefinition, runTask } from '../run-task-command.ts'

export default defineStep({
  title: 'Run it on Fargate',
  needs: ['build-and-tag', 'push-second', 'prepare'],
  commands: context => [registerTaskDefinition(context), runTask(context)],
  check: account => {
    const digest = account.out['push-second']?.['digest'] ?? ''
    return allOf(
      () =>
        expectTaskDefinition(account, {
          family: FAMILY,
          container: CONTAINER,
          image: `@${digest}`,
          port: PORT,
          executionRoleArn: account.out['prepare']?.['executionRoleArn'] ?? '',
          logGroup: LOG_GROUP,
          streamPrefix: STREAM_PREFIX,
          lab: LAB,
        }),
      () =>
        expectTaskRunning(account, {
          cluster: CLUSTER,
          family: FAMILY,
          ports: [PORT],
          logGroup: LOG_GROUP,
          lab: LAB,
        }),
      async ({ taskId = '' }) => {
        const task = await readTask(account, CLUSTER, taskId)
        const running = task?.containers?.[0]?.imageDigest
        if (running === digest) return pass(`It runs ${digest.slice(0, 19)}…, what you have pushed.`)
        return fail('other-digest', {
          title: 'It runs another image',
          expected: `a task that runs ${digest}`,
          observed: running ?? 'ECS has not said which digest it runs',
          next: `Stop it: \`aws ecs stop-task --cluster ${CLUSTER} --task ${taskId}\`, then run this step’s commands.`,
        })
      },
    )
  },
  hints: [
    'The image’s address stands in the container definition, with @ and the digest behind it.',
    'ECS fetches it as the execution role, not as you: the role’s policy allows ecr:GetAuthorizationToken and the reads.',
    'cpuArchitecture says for which processor the image was built: X86_64, or ARM64 if you built on such a machine.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition', ...TASK_RUNNING_READS],
})
