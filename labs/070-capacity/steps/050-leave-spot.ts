import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { FLEET_READS, isSplit, readFleet, splitText } from '../fleet.ts'
import { CLUSTER, NAME, TASKS } from '../names.ts'
import { strategyText, updateStrategy } from '../provider-commands.ts'

const ONLY_FARGATE = 'capacityProvider=FARGATE,base=0,weight=1'

export default defineStep({
  title: 'Leave Spot',
  needs: ['create-service'],
  commands: () => [
    updateStrategy(ONLY_FARGATE),
    `aws ecs describe-services --cluster ${CLUSTER} --services ${NAME} --query 'services[0].deployments[].{status:status,strategy:capacityProviderStrategy,running:runningCount}'`,
  ],
  check: async account => {
    const fleet = await readFleet(account)
    if ('status' in fleet) return fleet
    const { service, counts } = fleet
    const strategy = strategyText(service.capacityProviderStrategy)
    const expected = `${TASKS} tasks, all on FARGATE`
    if (strategy !== ONLY_FARGATE) {
      return fail('strategy-unchanged', {
        title: 'The service still has its old strategy',
        expected: `a service with the strategy ${ONLY_FARGATE}`,
        observed: `its strategy is ${strategy}. A service keeps the one it was created with, whatever the cluster’s is now`,
        next: `Give the service a new one: \`${updateStrategy(ONLY_FARGATE)}\``,
      })
    }
    if (!isSplit(fleet, { FARGATE: TASKS })) {
      return waiting('deploying', {
        title: 'It is moving',
        expected,
        observed: `${splitText(counts)} of the new deployment, ${service.deployments?.length} deployments`,
        next: 'Wait: tasks are not moved, new ones are started and the old ones stopped.',
        retryAfterSeconds: 5,
        aboutSeconds: 120,
      })
    }
    return pass(`${splitText(counts)}; nothing can be taken back.`)
  },
  hints: [
    'The cluster’s strategy is for services that are created later. This one has its own by now.',
    'aws ecs update-service takes --capacity-provider-strategy.',
    'Where a task runs cannot be changed while it runs, so it takes a new deployment: --force-new-deployment.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: FLEET_READS,
})
