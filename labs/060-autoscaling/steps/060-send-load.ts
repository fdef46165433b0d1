import { pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, MOST, SERVICE, TARGET_VALUE } from '../names.ts'
import { alarmState, scalingHistory } from '../scaling-history.ts'

export default defineStep({
  title: 'Send a load, and watch it grow',
  needs: ['create-load-balancer', 'put-policy'],
  commands: ({ out }) => [
    [
      `for round in $(seq 30); do curl -sS --max-time 10 -o /dev/null 'http://${out['create-load-balancer']?.['dnsName']}/version?[1-2000]';`,
      `wanted=$(aws ecs describe-services --cluster ${CLUSTER} --services ${SERVICE} --query 'services[0].desiredCount');`,
      `echo "Round $round: $wanted tasks wanted"; [ "$wanted" = ${MOST} ] && break; done`,
    ].join(' '),
  ],
  check: async account => {
    const grown = (await scalingHistory(account)).find(({ to }) => to >= MOST)
    const expected = `a service that was scaled out to ${MOST} tasks`
    if (!grown) {
      return waiting('not-scaled-out', {
        title: 'It has not grown yet',
        expected,
        observed: await alarmState(account, 'High'),
        next: `Go on sending, with this step’s command: it takes three minutes in a row with more than ${TARGET_VALUE} requests for each task, and a moment more for the numbers to arrive.`,
        retryAfterSeconds: 15,
        aboutSeconds: 300,
      })
    }
    const { StatusCode, Cause, StatusMessage } = grown.activity
    if (StatusCode === 'InProgress' || StatusCode === 'Pending') {
      return waiting('tasks-starting', {
        title: 'The tasks are starting',
        expected,
        observed: StatusMessage ?? 'the desired count is set',
        next: 'Wait, and watch the Map: two tasks join, and get visitors when they are healthy.',
        retryAfterSeconds: 5,
        aboutSeconds: 90,
      })
    }
    return pass(`Scaled out to ${grown.to} tasks: ${Cause}.`)
  },
  hints: [
    'The command asks two thousand times, then looks how many tasks are wanted, until it is four. Ctrl+C stops it.',
    'Traffic beside the terminal can send a load too, and shows who answers.',
    'The alarm wants three minutes in a row. In the practice account minutes may be shorter; look at Time, at the top.',
  ],
  solve: 'commands',
  timeout: '15m',
  reads: ['application-autoscaling:DescribeScalingActivities', 'cloudwatch:DescribeAlarms'],
})
