import { defineStep } from '../../define.ts'
import { DEPLOYED_READS, expectDeployed } from '../expect-deployed.ts'
import { TEST_PORT } from '../names.ts'
import { watch } from '../strategies.ts'

export default defineStep({
  title: 'Try green, approve, and watch it bake',
  needs: ['prepare', 'create-load-balancer', 'move-over'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    const { serviceDeploymentArn, hookId } = out['move-over'] ?? {}
    return [
      `curl -sS http://${dnsName}:${TEST_PORT}/api/about; echo; curl -sS http://${dnsName}/api/about; echo`,
      `aws ecs continue-service-deployment --service-deployment-arn ${serviceDeploymentArn} --hook-id ${hookId} --action CONTINUE`,
      watch(serviceDeploymentArn),
    ]
  },
  check: account =>
    expectDeployed(account, {
      ...{ strategy: 'BLUE_GREEN', image: '/uploads:2', aboutSeconds: 300 },
      again: 'Go back to the step before, deploy again, and approve it here.',
    }),
  hints: [
    'The first command asks both versions who they are. On port 80 it is still version 1.',
    'A pause is answered with the id of its hook: each pause has its own.',
    'The last command only looks. Ctrl+C ends it sooner, and stops nothing else.',
  ],
  solve: 'commands',
  timeout: '15m',
  serves: true,
  reads: DEPLOYED_READS,
})
