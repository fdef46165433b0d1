import { findService } from '../../assertions/service-state.ts'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, LEAST, MOST, RESOURCE_ID, SERVICE, TARGET_VALUE } from '../names.ts'
import { alarmState, scalingHistory } from '../scaling-history.ts'

export default defineStep({
  title: 'Stop, and watch it shrink',
  needs: ['send-load'],
  commands: () => [
    [
      `for look in $(seq 240); do wanted=$(aws ecs describe-services --cluster ${CLUSTER} --services ${SERVICE} --query 'services[0].desiredCount');`,
      `echo "$(date +%T) $wanted tasks wanted"; [ "$wanted" = ${LEAST} ] && break; sleep 5; done`,
    ].join(' '),
    `aws application-autoscaling describe-scaling-activities --service-namespace ecs --resource-id ${RESOURCE_ID} --query 'reverse(ScalingActivities)[].[StartTime,StatusCode,Description,Cause]' --output text`,
  ],
  check: async account => {
    const history = await scalingHistory(account)
    const grown = history.findLastIndex(({ to }) => to >= MOST)
    const expected = `${LEAST} tasks again, set by the policy`
    if (grown < 0) {
      return fail('never-grown', {
        title: 'It has never grown',
        expected,
        observed: `no scaling activity to ${MOST} tasks`,
        next: 'Run and check the step before this one again.',
      })
    }
    const service = await findService(account, { cluster: CLUSTER, service: SERVICE })
    if (!service) {
      return fail('service-missing', {
        title: 'The service is gone',
        expected,
        observed: `no active service ${SERVICE}`,
        next: 'Press Reset, and begin again.',
      })
    }
    const shrunk = history.slice(grown + 1).find(({ to }) => to === LEAST)
    const { desiredCount, runningCount } = service
    if (shrunk && desiredCount === LEAST && runningCount === LEAST) {
      return pass(`Scaled in to ${LEAST} tasks: ${shrunk.activity.Cause}.`)
    }
    return waiting(shrunk ? 'tasks-stopping' : 'not-scaled-in', {
      title: shrunk ? 'The tasks are stopping' : 'It waits before it shrinks',
      expected,
      observed: shrunk
        ? `${desiredCount} wanted, ${runningCount} running`
        : `${desiredCount} wanted; ${await alarmState(account, 'Low')}`,
      next: shrunk
        ? 'Wait: each may finish what it is at, for at most 30 seconds.'
        : `Send nothing, and wait. It takes fifteen minutes in a row with less than ${TARGET_VALUE * 0.9} requests for each task.`,
      retryAfterSeconds: 15,
      aboutSeconds: shrunk ? 60 : 1000,
    })
  },
  hints: [
    'There is nothing to do but to send nothing. If a load still runs in Traffic, stop it.',
    'Out after three minutes, in after fifteen: too many tasks for a while cost a cent, too few cost visitors.',
    'The last command reads what was done, when, and which alarm it was, the oldest first.',
  ],
  solve: 'commands',
  timeout: '30m',
  reads: [
    'application-autoscaling:DescribeScalingActivities',
    'cloudwatch:DescribeAlarms',
    'ecs:DescribeServices',
  ],
})
