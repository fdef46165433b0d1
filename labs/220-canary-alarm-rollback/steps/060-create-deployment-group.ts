import { DEPLOYMENT_GROUP_READS, expectDeploymentGroup } from '../../assertions/expect-deployment-group.ts'
import { defineStep } from '../../define.ts'
import { blueGreen, createDeploymentGroup, loadBalancer } from '../deployment-group-commands.ts'
import { ALARM, CONFIG, DEPLOYER, group, GROUPS, LAB, place } from '../names.ts'

export default defineStep({
  title: 'Let CodeDeploy hear the alarm',
  needs: ['create-listeners', 'create-service', 'set-alarm'],
  commands: context => createDeploymentGroup(context),
  check: account =>
    expectDeploymentGroup(account, {
      ...{ ...group, role: DEPLOYER, service: place.name, config: CONFIG, targetGroups: GROUPS },
      listenerArn: account.out['create-listeners']?.['listenerArn'] ?? '',
      ...{ alarms: [ALARM], waits: false, lab: LAB },
      loadBalancerInfo: loadBalancer(account.out),
      blueGreenConfiguration: blueGreen,
    }),
  hints: [
    'A deployment group has at most ten alarms. One in ALARM stops the deployment.',
    'Stopping is one thing, going back another: the second wants the event DEPLOYMENT_STOP_ON_ALARM among the rollback’s.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: DEPLOYMENT_GROUP_READS,
})
