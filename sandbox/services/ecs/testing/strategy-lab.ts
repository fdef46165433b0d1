import {
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  LoadBalancer,
  ServiceDeployment,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AttachRolePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { networkOf, openBalancer, openTestLab, registerWeb } from './test-lab.ts'
import type { TestAccount, TestLab } from './test-lab.ts'

/** The service `web` behind a load balancer with two target groups, and the rules between which ECS shifts. */
export interface StrategyLab extends TestLab {
  dnsName: string
  loadBalancer: LoadBalancer
  infrastructureRoleArn: string
}

/** Makes everything that a strategy needs, and the service. */
export async function openStrategyLab(
  account: TestAccount,
  request: Partial<CreateServiceRequest> = {},
): Promise<StrategyLab> {
  const lab = await openTestLab(account)
  const { elbv2, ecs } = lab.clients
  const { targetGroupArn, dnsName } = await openBalancer(lab)
  const { TargetGroups } = await elbv2.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroupArn] }),
  )
  const { VpcId, LoadBalancerArns: [LoadBalancerArn] = [] } = TargetGroups?.[0] ?? {}
  const alternate = await elbv2.send(
    new CreateTargetGroupCommand({
      ...{ Name: 'alternate', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId },
      ...{ HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
    }),
  )
  const alternateTargetGroupArn = alternate.TargetGroups?.[0]?.TargetGroupArn
  const { Listeners } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }))
  const test = await elbv2.send(
    new CreateListenerCommand({
      ...{ LoadBalancerArn, Protocol: 'HTTP', Port: 9000 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: alternateTargetGroupArn }],
    }),
  )
  const ruleOf = async (ListenerArn: string | undefined) => {
    const { Rules } = await elbv2.send(new DescribeRulesCommand({ ListenerArn }))
    return Rules?.[0]?.RuleArn
  }
  const infrastructureRoleArn = await createRole(lab)
  const plain = { targetGroupArn, containerName: 'web', containerPort: 8080 }
  await registerWeb(lab)
  await ecs.send(
    new CreateServiceCommand({
      ...{
        cluster: 'lab',
        serviceName: 'web',
        taskDefinition: 'web',
        desiredCount: 2,
        launchType: 'FARGATE',
      },
      networkConfiguration: networkOf(lab),
      loadBalancers: [plain],
      ...request,
    }),
  )
  const loadBalancer = {
    ...plain,
    advancedConfiguration: {
      alternateTargetGroupArn,
      productionListenerRule: await ruleOf(Listeners?.[0]?.ListenerArn),
      testListenerRule: await ruleOf(test.Listeners?.[0]?.ListenerArn),
      roleArn: infrastructureRoleArn,
    },
  }
  return { ...lab, dnsName, loadBalancer, infrastructureRoleArn }
}

async function createRole({ clients: { iam } }: TestLab): Promise<string> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.amazonaws.com' } }],
  }
  const RoleName = 'infrastructure'
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  )
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  const invoke = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' }],
  }
  const PolicyDocument = JSON.stringify(invoke)
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'hooks', PolicyDocument }))
  return Role?.Arn ?? ''
}

/** Deploys version 2 of the web server, or another task definition. */
export async function deployBy(
  lab: Pick<StrategyLab, 'clients' | 'loadBalancer'>,
  taskDefinition: string,
  deploymentConfiguration: DeploymentConfiguration,
): Promise<void> {
  await lab.clients.ecs.send(
    new UpdateServiceCommand({
      ...{ cluster: 'lab', service: 'web', taskDefinition, deploymentConfiguration },
      loadBalancers: [lab.loadBalancer],
    }),
  )
}

/** The newest deployment of the service. */
export async function newestDeployment({
  clients: { ecs },
}: Pick<TestLab, 'clients'>): Promise<ServiceDeployment> {
  const service = { cluster: 'lab', service: 'web' }
  const { serviceDeployments: [newest] = [] } = await ecs.send(new ListServiceDeploymentsCommand(service))
  const serviceDeploymentArns = [newest?.serviceDeploymentArn ?? '']
  const found = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }))
  return found.serviceDeployments?.[0] ?? {}
}
