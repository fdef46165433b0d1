import { fail, pass, tagMissing, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { createService } from '../create-service-command.ts'
import { FLEET_READS, isSplit, readFleet, splitText } from '../fleet.ts'
import { CLUSTER, LAB, NAME, SPLIT, TASKS } from '../names.ts'
import { STRATEGY, strategyText, updateStrategy } from '../provider-commands.ts'

export default defineStep({
  title: 'Run five tasks',
  needs: ['prepare', 'add-providers'],
  commands: context => [createService(context)],
  check: async account => {
    const fleet = await readFleet(account)
    if ('status' in fleet) return fleet
    const { service, counts } = fleet
    const { serviceArn = '', desiredCount = 0, launchType, capacityProviderStrategy } = service
    const untagged = tagMissing(service.tags, {
      lab: LAB,
      what: `a service ${NAME}`,
      command: `aws ecs tag-resource --resource-arn ${serviceArn} --tags key=slipway-lab,value=${LAB}`,
    })
    if (untagged) return untagged
    const expected = `${TASKS} tasks, ${splitText(SPLIT)}`
    if (strategyText(capacityProviderStrategy) !== STRATEGY) {
      return fail(launchType ? 'launch-type' : 'strategy', {
        title: launchType ? `It has a launch type, ${launchType}` : 'It has another strategy',
        expected: `a service with the cluster’s strategy, ${STRATEGY}`,
        observed: launchType
          ? 'with a launch type, the cluster’s strategy does not count: no task goes to Spot'
          : `its strategy is ${strategyText(capacityProviderStrategy)}`,
        next: `Give it the strategy: \`${updateStrategy(STRATEGY)}\``,
      })
    }
    if (desiredCount !== TASKS) {
      return fail('desired-count', {
        title: `It wants ${desiredCount}`,
        expected,
        observed: `its desired count is ${desiredCount}`,
        next: `Set it: \`aws ecs update-service --cluster ${CLUSTER} --service ${NAME} --desired-count ${TASKS}\``,
      })
    }
    if (!isSplit(fleet)) {
      return waiting('tasks-starting', {
        title: 'The tasks are starting',
        expected,
        observed: splitText(counts),
        next: `Wait, and watch the Map. If it takes long on AWS, Spot may be short: ${service.events?.[0]?.message ?? 'the service’s events say so'}`,
        retryAfterSeconds: 5,
        aboutSeconds: 60,
      })
    }
    return pass(`${TASKS} tasks run: ${splitText(counts)}.`, { serviceArn }, [
      { type: 'ecs:service', id: serviceArn },
    ])
  },
  hints: [
    'The command says nothing of Fargate or Spot. Where nothing is said, the cluster’s own strategy counts.',
    'With --launch-type FARGATE, all would run on Fargate: a launch type and a strategy exclude each other.',
    'First the base: one on FARGATE. Of the four beyond, one for each three: one on FARGATE, three on Spot.',
  ],
  solve: 'commands',
  timeout: '5m',
  reads: FLEET_READS,
})
