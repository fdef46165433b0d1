import { shortTaskId } from '../../assertions/service-state.ts'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { FLEET_READS, isSplit, readFleet, splitText } from '../fleet.ts'
import { CLUSTER, NAME, SPLIT } from '../names.ts'
import { stopOn } from '../stop-task-command.ts'

const tasks = `$(aws ecs list-tasks --cluster ${CLUSTER} --service-name ${NAME} --query 'taskArns[]' --output text)`

export default defineStep({
  title: 'Lose a task on Spot',
  needs: ['create-service'],
  commands: () => [
    `aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${tasks} --query 'sort_by(tasks,&capacityProviderName)[].[capacityProviderName,lastStatus,taskArn]' --output text`,
    stopOn('FARGATE_SPOT'),
  ],
  check: async account => {
    const fleet = await readFleet(account)
    if ('status' in fleet) return fleet
    const { service, counts, stopped } = fleet
    const lost = stopped.filter(
      ({ stopCode, createdAt }) =>
        (stopCode === 'UserInitiated' || stopCode === 'SpotInterruption') &&
        Number(createdAt) >= Number(service.createdAt ?? 0),
    )
    const onSpot = lost.find(({ capacityProviderName }) => capacityProviderName === 'FARGATE_SPOT')
    const expected = `a task on FARGATE_SPOT that was stopped, and ${splitText(SPLIT)} again`
    if (!onSpot) {
      return fail(lost.length > 0 ? 'other-task-stopped' : 'no-task-stopped', {
        title: lost.length > 0 ? 'You stopped a task that Spot would not take' : 'No task was lost yet',
        expected,
        observed:
          lost.length > 0
            ? `you stopped ${shortTaskId(lost[0]?.taskArn)}, which was on ${lost[0]?.capacityProviderName}`
            : `${splitText(counts)}, and none was stopped`,
        next: `Stop one on Spot: \`${stopOn('FARGATE_SPOT')}\``,
      })
    }
    const id = shortTaskId(onSpot.taskArn)
    if (!isSplit(fleet)) {
      return waiting('task-being-replaced', {
        title: 'ECS is replacing it',
        expected,
        observed: `${id} is ${onSpot.lastStatus}; ${splitText(counts)} now`,
        next: 'Wait, and watch the Map.',
        retryAfterSeconds: 5,
        aboutSeconds: 60,
      })
    }
    return pass(`You lost ${id} on Spot (${onSpot.stopCode}), and ${splitText(counts)} run again.`)
  },
  hints: [
    'First look which task runs where: capacityProviderName says it.',
    'Then stop one whose capacityProviderName is FARGATE_SPOT.',
    'The part in $( ) is run first: it finds the name of such a task.',
  ],
  solve: 'commands',
  timeout: '5m',
  reads: FLEET_READS,
})
