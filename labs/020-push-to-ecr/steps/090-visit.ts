import { expectLinesIn } from '../../assertions/expect-lines-in.ts'
import { expectTaskAnswers } from '../../assertions/expect-task-answers.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, CONTAINER, LOG_GROUP, PORT, STREAM_PREFIX } from '../names.ts'

export default defineStep({
  title: 'Visit it',
  needs: ['run-task'],
  commands: ({ out }) => {
    const { taskId, publicIp } = out['run-task'] ?? {}
    return [
      `curl -sS --max-time 10 http://${publicIp}:${PORT}/hello`,
      `aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${taskId} --query 'tasks[0].containers[0].{image:image,digest:imageDigest}'`,
      `sleep 2; aws logs get-log-events --log-group-name ${LOG_GROUP} --log-stream-name ${STREAM_PREFIX}/${CONTAINER}/${taskId} --query 'events[].[message]' --output text`,
    ]
  },
  check: account => {
    const { taskId = '', publicIp = '' } = account.out['run-task'] ?? {}
    return allOf(
      () =>
        expectTaskAnswers(account, {
          cluster: CLUSTER,
          taskId,
          publicIp,
          port: PORT,
          path: '/',
          says: 'second version',
        }),
      () =>
        expectLinesIn(account, {
          logGroup: LOG_GROUP,
          stream: `${STREAM_PREFIX}/${CONTAINER}/${taskId}`,
          text: 'GET /hello',
          next: `Ask for it yourself: curl http://${publicIp}:${PORT}/hello. A line takes a few seconds to arrive.`,
        }),
    )
  },
  hints: [
    'The task has a public address, and your server listens on port 8080 of it.',
    'describe-tasks says which digest runs, whatever the task definition was told.',
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['ecs:DescribeTasks', 'logs:FilterLogEvents'],
})
