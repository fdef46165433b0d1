import { DEPLOYER_POLICY } from '../assertions/expect-deployment-group.ts'
import type { CommandContext } from '../define.ts'
import type { Place } from './place.ts'

export interface DeploymentGroup {
  /** Name of CodeDeploy's role. */
  role: string
  config: string
  /** As JSON, see `loadBalancerInfo`. */
  loadBalancer: string
  /** As JSON, see `blueGreenConfiguration`. */
  blueGreen: string
  rollbackOn: string[]
  alarms?: string[]
}

/** Which target groups and listeners belong together; a test listener only where there is one. */
export function loadBalancerInfo(groups: string[], production?: string, test?: string): string {
  return JSON.stringify({
    targetGroupPairInfoList: [
      {
        targetGroups: groups.map(name => ({ name })),
        prodTrafficRoute: { listenerArns: [production] },
        ...(test !== undefined && { testTrafficRoute: { listenerArns: [test] } }),
      },
    ],
  })
}

/** Whether green waits to be approved, and how long blue stands by, in minutes. */
export function blueGreenConfiguration({
  approval,
  termination,
}: {
  approval?: number
  termination: number
}): string {
  return JSON.stringify({
    deploymentReadyOption: approval
      ? { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: approval }
      : { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: termination,
    },
  })
}

/** The commands that make CodeDeploy's role (out of codedeploy-trust-policy.json), the application and its deployment group. */
export function createDeploymentGroup(
  { accountId }: CommandContext,
  { name, tag }: Place,
  { role, config, loadBalancer, blueGreen, rollbackOn, alarms = [] }: DeploymentGroup,
): string[] {
  const watched = alarms.map(alarm => `{name=${alarm}}`).join(',')
  return [
    `aws iam create-role --path /slipway/ --role-name ${role} --assume-role-policy-document file://codedeploy-trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${role} --policy-arn ${DEPLOYER_POLICY}`,
    `aws deploy create-application --application-name ${name} --compute-platform ECS --tags ${tag}`,
    [
      `aws deploy create-deployment-group --application-name ${name} --deployment-group-name ${name}`,
      `--service-role-arn arn:aws:iam::${accountId}:role/slipway/${role} --deployment-config-name ${config}`,
      `--deployment-style deploymentType=BLUE_GREEN,deploymentOption=WITH_TRAFFIC_CONTROL --ecs-services clusterName=${name},serviceName=${name}`,
      `--load-balancer-info '${loadBalancer}' --blue-green-deployment-configuration '${blueGreen}'`,
      `--auto-rollback-configuration enabled=true,events=${rollbackOn.join(',')}`,
      ...(watched ? [`--alarm-configuration 'enabled=true,alarms=[${watched}]'`] : []),
      `--tags ${tag}`,
    ].join(' '),
  ]
}
