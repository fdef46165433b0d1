import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import type { BenchAccount } from './practice-account.ts'

/** The task definition of one small web server on Fargate. */
export const WEB = {
  family: 'web',
  networkMode: 'awsvpc' as const,
  requiresCompatibilities: ['FARGATE' as const],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    { name: 'web', image: 'public.ecr.aws/slipway/web:1', portMappings: [{ containerPort: 8080 }] },
  ],
}

/** Cluster `bench` with the service `web` of so many tasks; answers the subnets. */
export async function createWebService({ client }: BenchAccount, desiredCount: number): Promise<string[]> {
  const ecs = new ECSClient(client)
  const ec2 = new EC2Client(client)
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  const subnets = Subnets.map(({ SubnetId }) => SubnetId ?? '')
  await ecs.send(new CreateClusterCommand({ clusterName: 'bench' }))
  await ecs.send(new RegisterTaskDefinitionCommand(WEB))
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster: 'bench', serviceName: 'web', taskDefinition: 'web', desiredCount, launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
    }),
  )
  ecs.destroy()
  ec2.destroy()
  return subnets
}
