import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentGroupInput, DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { CreateServiceCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { networkOf, openBalancer, openTestLab, registerWeb, until } from '../../ecs/testing/test-lab.ts'
import type { TestAccount, TestLab } from '../../ecs/testing/test-lab.ts'

/** A service behind the listener of target group blue, a green one, a test listener, and the deployment group `web`/`web`. */
export interface BlueGreenLab extends TestLab {
  codedeploy: CodeDeployClient
  dnsName: string
  /** Production, then test. */
  listeners: string[]
  blueArn: string
  greenArn: string
  group: CreateDeploymentGroupInput
}

/** A deployment group's client, after a restart too. */
export function codedeployClient(endpoint: string, { accessKeyId, secretAccessKey }: TestAccount) {
  return new CodeDeployClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey },
  })
}

/** Makes everything that a deployment needs, its service steady. */
export async function openBlueGreenLab(
  account: TestAccount,
  settings: Partial<CreateDeploymentGroupInput> = {},
  { healthCheckPath = '/health', register = (lab: TestLab) => registerWeb(lab) } = {},
): Promise<BlueGreenLab> {
  const lab = await openTestLab(account)
  const { elbv2, iam, ecs } = lab.clients
  const { targetGroupArn: blueArn, dnsName } = await openBalancer(lab, healthCheckPath)
  const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [blueArn] }))
  const blue = TargetGroups?.[0]
  const green = await elbv2.send(
    new CreateTargetGroupCommand({
      ...{ Name: 'green', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId: blue?.VpcId },
      ...{ HealthCheckPath: healthCheckPath, HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
    }),
  )
  const greenArn = green.TargetGroups?.[0]?.TargetGroupArn ?? ''
  const LoadBalancerArn = blue?.LoadBalancerArns?.[0] ?? ''
  await elbv2.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Protocol: 'HTTP', Port: 9000 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: blueArn }],
    }),
  )
  const { Listeners } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }))
  const listenerAt = (port: number) => Listeners?.find(({ Port }) => Port === port)?.ListenerArn ?? ''
  const listeners = [listenerAt(80), listenerAt(9000)]

  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  }
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  const PolicyArn = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS'
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'deployer', PolicyArn }))
  await register(lab)
  await ecs.send(
    new CreateServiceCommand({
      ...{
        cluster: 'lab',
        serviceName: 'web',
        taskDefinition: 'web',
        desiredCount: 2,
        launchType: 'FARGATE',
      },
      deploymentController: { type: 'CODE_DEPLOY' },
      networkConfiguration: networkOf(lab),
      loadBalancers: [{ targetGroupArn: blueArn, containerName: 'web', containerPort: 8080 }],
    }),
  )
  await until(
    () => ecs.send(new DescribeServicesCommand({ cluster: 'lab', services: ['web'] })),
    ({ services }) => services?.[0]?.taskSets?.[0]?.stabilityStatus === 'STEADY_STATE',
  )
  const codedeploy = codedeployClient(await endpointOf(lab), account)
  await codedeploy.send(new CreateApplicationCommand({ applicationName: 'web', computePlatform: 'ECS' }))
  const group: CreateDeploymentGroupInput = {
    ...{ applicationName: 'web', deploymentGroupName: 'web', serviceRoleArn: Role?.Arn ?? '' },
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ clusterName: 'lab', serviceName: 'web' }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'web' }, { name: 'green' }],
          prodTrafficRoute: { listenerArns: listeners.slice(0, 1) },
          testTrafficRoute: { listenerArns: listeners.slice(1) },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
    },
    ...settings,
  }
  await codedeploy.send(new CreateDeploymentGroupCommand(group))
  return { ...lab, codedeploy, dnsName, listeners, blueArn, greenArn, group }
}

async function endpointOf({ clients }: TestLab): Promise<string> {
  const { protocol, hostname, port } = (await clients.ecs.config.endpoint?.()) ?? {}
  return `${protocol}//${hostname}:${port}`
}

/** Begins a deployment of an AppSpec file; answers its id. */
export async function deploy(
  { codedeploy }: Pick<BlueGreenLab, 'codedeploy'>,
  content: string,
  deploymentConfigName?: string,
): Promise<string> {
  const { deploymentId } = await codedeploy.send(
    new CreateDeploymentCommand({
      ...{ applicationName: 'web', deploymentGroupName: 'web', deploymentConfigName },
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  )
  return deploymentId ?? ''
}

export async function getDeployment(
  { codedeploy }: Pick<BlueGreenLab, 'codedeploy'>,
  deploymentId: string,
): Promise<DeploymentInfo> {
  const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }))
  return deploymentInfo ?? {}
}
