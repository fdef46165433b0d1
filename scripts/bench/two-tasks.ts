import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { processesOf } from '../test/processes-of.ts'
import type { BenchAccount } from './practice-account.ts'

/** Two tasks of the demo web server behind a load balancer; answers its DNS name once both are healthy. */
export async function serveTwoTasks({ client }: BenchAccount): Promise<string> {
  const ecs = new ECSClient(client)
  const ec2 = new EC2Client(client)
  const elb = new ElasticLoadBalancingV2Client(client)
  const found = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets ?? []
  const subnets = found.map(subnet => subnet.SubnetId ?? '')
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'bench', Description: 'open', VpcId: found[0]?.VpcId }),
  )
  const open = { GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' }
  await ec2.send(new AuthorizeSecurityGroupIngressCommand(open))
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'bench', Subnets: subnets, SecurityGroups: [GroupId ?? ''] }),
  )
  const balancer = LoadBalancers?.[0]
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'bench',
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: found[0]?.VpcId,
      HealthCheckPath: '/health',
    }),
  )
  const targetGroupArn = TargetGroups?.[0]?.TargetGroupArn
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    }),
  )
  await ecs.send(new CreateClusterCommand({ clusterName: 'bench' }))
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'web', image: 'public.ecr.aws/slipway/web:1', portMappings: [{ containerPort: 8080 }] },
      ],
    }),
  )
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'bench',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'FARGATE',
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
      networkConfiguration: {
        awsvpcConfiguration: { subnets, securityGroups: [GroupId ?? ''], assignPublicIp: 'ENABLED' },
      },
    }),
  )
  for (let attempt = 0; attempt < 120; attempt++) {
    const { TargetHealthDescriptions: targets = [] } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    )
    const healthy = targets.filter(target => target.TargetHealth?.State === 'healthy')
    if (healthy.length === 2) return balancer?.DNSName ?? ''
    await pause(500)
  }
  throw new Error('The two tasks did not become healthy within a minute.')
}

/** Where the tasks' web servers really listen. */
export function taskPorts({ home }: BenchAccount): number[] {
  const ports = processesOf(`${home}/sandbox/`).flatMap(pid => {
    const [, port] = /\0PORT=(\d+)\0/.exec(`\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`) ?? []
    return port === undefined ? [] : [Number(port)]
  })
  return [...new Set(ports)]
}
