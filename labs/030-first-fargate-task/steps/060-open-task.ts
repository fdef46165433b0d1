import { expectRequestLogged } from '../../assertions/expect-request-logged.ts'
import { expectTaskAnswers } from '../../assertions/expect-task-answers.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, LOG_GROUP, PORT, STREAM_PREFIX } from '../names.ts'

export default defineStep({
  title: 'Visit it, and read what it wrote',
  needs: ['run-task'],
  commands: ({ out }) => {
    const { taskId, networkInterfaceId, publicIp } = out['run-task'] ?? {}
    return [
      `aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${taskId} --query 'tasks[0].{status:lastStatus,"1 asked for":createdAt,"2 fetches image":pullStartedAt,"3 has image":pullStoppedAt,"4 runs":startedAt}'`,
      `aws ec2 describe-network-interfaces --network-interface-ids ${networkInterfaceId} --query 'NetworkInterfaces[0].{private:PrivateIpAddress,public:Association.PublicIp}'`,
      `curl -sS --max-time 10 http://${publicIp}:${PORT}/ | tail -n 8`,
      `curl -sS --max-time 10 http://${publicIp}:${PORT}/version`,
      `sleep 2; aws logs get-log-events --log-group-name ${LOG_GROUP} --log-stream-name ${STREAM_PREFIX}/web/${taskId} --query 'events[].[message]' --output text`,
    ]
  },
  check: account => {
    const { taskId = '', publicIp = '' } = account.out['run-task'] ?? {}
    const stream = `${STREAM_PREFIX}/web/${taskId}`
    return allOf(
      () => expectTaskAnswers(account, { cluster: CLUSTER, taskId, publicIp, port: PORT }),
      () =>
        expectRequestLogged(account, {
          logGroup: LOG_GROUP,
          path: '/',
          address: `${publicIp}:${PORT}`,
          streams: [stream],
        }),
    )
  },
  hints: [
    'The task itself says which network interface it has; the interface says which public address.',
    `Nothing stands in front of this task, so its port belongs into the address: :${PORT}.`,
    `The log stream’s name has three parts: the prefix of the task definition, the container’s name, the task’s id.`,
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['ecs:DescribeTasks', 'logs:FilterLogEvents'],
})
