import { expectRequestLogged } from '../../assertions/expect-request-logged.ts'
import { expectTaskAnswers } from '../../assertions/expect-task-answers.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, LOG_GROUP, PORTS, STREAM_PREFIX } from '../names.ts'

export default defineStep({
  title: 'Make it write',
  needs: ['run-task'],
  commands: ({ out }) => {
    const { taskId, publicIp } = out['run-task'] ?? {}
    const web = `http://${publicIp}:${PORTS.web}`
    return [
      `for page in / /version /old-page /no-such-page; do curl -sS --retry 3 --max-time 10 -w "%{stderr}%{http_code} $page\\n" ${web}$page > /dev/null; done`,
      `curl -sS --retry 3 --max-time 10 http://${publicIp}:${PORTS.admin}/version`,
      `sleep 2; aws logs describe-log-streams --log-group-name ${LOG_GROUP} --query 'logStreams[].[logStreamName]' --output text`,
      `aws logs get-log-events --log-group-name ${LOG_GROUP} --log-stream-name ${STREAM_PREFIX}/web/${taskId} --limit 3 --query 'events[].[message]' --output text`,
    ]
  },
  check: account => {
    const { taskId = '', publicIp = '' } = account.out['run-task'] ?? {}
    const logged = (container: keyof typeof PORTS, path: string) =>
      expectRequestLogged(account, {
        logGroup: LOG_GROUP,
        path,
        address: `${publicIp}:${PORTS[container]}`,
        streams: [`${STREAM_PREFIX}/${container}/${taskId}`],
      })
    return allOf(
      () => logged('web', '/no-such-page'),
      () => logged('admin', '/version'),
      () => expectTaskAnswers(account, { cluster: CLUSTER, taskId, publicIp, port: PORTS.web }),
    )
  },
  hints: [
    'The two containers stand at one address, with a port each.',
    'A stream’s name has three parts: the prefix, the container, the task’s id. So there are two streams, one a container.',
    'get-log-events reads one stream from its end; --limit says how many lines, --start-from-head begins at the top.',
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['ecs:DescribeTasks', 'logs:FilterLogEvents'],
})
