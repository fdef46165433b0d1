import type { CommandContext, Outputs } from '../define.ts'
import { CONFIG, DEPLOYER, GROUPS, group, place, WAITS } from './names.ts'

const POLICY = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS'
const { name, tag } = place

/** Which target groups and listeners belong together. */
export function loadBalancerInfo(out: Outputs, { test = true }: { test?: boolean } = {}): string {
  const { listenerArn, testListenerArn } = out['create-listeners'] ?? {}
  return JSON.stringify({
    targetGroupPairInfoList: [
      {
        targetGroups: GROUPS.map(name => ({ name })),
        prodTrafficRoute: { listenerArns: [listenerArn] },
        ...(test && { testTrafficRoute: { listenerArns: [testListenerArn] } }),
      },
    ],
  })
}

/** Green waits for approval, and is given up without; blue waits a while before it goes. */
export const blueGreenConfiguration = JSON.stringify({
  deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: WAITS.approval },
  terminateBlueInstancesOnDeploymentSuccess: {
    action: 'TERMINATE',
    terminationWaitTimeInMinutes: WAITS.termination,
  },
})

export const groupOptions = `--application-name ${group.application} --deployment-group-name ${group.group}`

/** The commands that make CodeDeploy's role, the application and its deployment group. */
export function createDeploymentGroup(
  { accountId, out }: CommandContext,
  options?: { test?: boolean },
): string[] {
  const roleArn = `arn:aws:iam::${accountId}:role/slipway/${DEPLOYER}`
  return [
    `aws iam create-role --path /slipway/ --role-name ${DEPLOYER} --assume-role-policy-document file://codedeploy-trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${DEPLOYER} --policy-arn ${POLICY}`,
    `aws deploy create-application --application-name ${group.application} --compute-platform ECS --tags ${tag}`,
    [
      `aws deploy create-deployment-group ${groupOptions} --service-role-arn ${roleArn}`,
      `--deployment-config-name ${CONFIG} --deployment-style deploymentType=BLUE_GREEN,deploymentOption=WITH_TRAFFIC_CONTROL`,
      `--ecs-services clusterName=${name},serviceName=${name} --load-balancer-info '${loadBalancerInfo(out, options)}'`,
      `--blue-green-deployment-configuration '${blueGreenConfiguration}'`,
      `--auto-rollback-configuration enabled=true,events=DEPLOYMENT_FAILURE,DEPLOYMENT_STOP_ON_REQUEST --tags ${tag}`,
    ].join(' '),
  ]
}
