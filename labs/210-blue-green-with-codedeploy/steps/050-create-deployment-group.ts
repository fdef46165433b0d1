import { DEPLOYMENT_GROUP_READS, expectDeploymentGroup } from '../../assertions/expect-deployment-group.ts'
import { defineStep } from '../../define.ts'
import { blueGreen, createDeploymentGroup, loadBalancer } from '../deployment-group-commands.ts'
import { CONFIG, DEPLOYER, group, GROUPS, LAB, place } from '../names.ts'

export default defineStep({
  title: 'Tell CodeDeploy how to deploy',
  needs: ['create-listeners', 'create-service'],
  commands: context => createDeploymentGroup(context),
  check: account => {
    const { listenerArn = '', testListenerArn = '' } = account.out['create-listeners'] ?? {}
    return expectDeploymentGroup(account, {
      ...{ ...group, role: DEPLOYER, service: place.name, config: CONFIG, targetGroups: GROUPS },
      ...{ listenerArn, testListenerArn, waits: true, lab: LAB },
      loadBalancerInfo: loadBalancer(account.out),
      blueGreenConfiguration: blueGreen,
    })
  },
  hints: [
    'CodeDeploy acts in your account, so it needs a role of its own, with another trust policy than the tasks’.',
    'The pair of target groups is named by names, the listeners by their ARNs.',
    'prodTrafficRoute is the way of your visitors, testTrafficRoute is yours.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: DEPLOYMENT_GROUP_READS,
})
