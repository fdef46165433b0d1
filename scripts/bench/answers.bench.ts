import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { EC2Client, DescribeSubnetsCommand } from '@aws-sdk/client-ec2'
import { percentile, type Bench } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'

const REQUESTS = 1000

/** How fast the practice account answers a call that every check makes, seen from an SDK client. */
export const bench: Bench = {
  title: 'Answers',
  async run() {
    const account = await openBenchAccount()
    const ecs = new ECSClient(account.client)
    const ec2 = new EC2Client(account.client)
    try {
      const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}))
      await ecs.send(new CreateClusterCommand({ clusterName: 'bench' }))
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'web',
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [{ name: 'web', image: 'public.ecr.aws/slipway/web:1' }],
        }),
      )
      const subnets = [Subnets?.[0]?.SubnetId ?? '']
      await ecs.send(
        new CreateServiceCommand({
          cluster: 'bench',
          serviceName: 'web',
          taskDefinition: 'web',
          desiredCount: 0,
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
        }),
      )
      const describe = () => ecs.send(new DescribeServicesCommand({ cluster: 'bench', services: ['web'] }))
      for (let warm = 0; warm < 100; warm++) await describe()
      const samples: number[] = []
      for (let count = 0; count < REQUESTS; count++) {
        const started = performance.now()
        await describe()
        samples.push(performance.now() - started)
      }
      const how = `${REQUESTS} calls one after another, signed, by the SDK`
      return [
        { name: 'DescribeServices, p50', value: percentile(samples, 0.5), unit: 'ms', how },
        { name: 'DescribeServices, p99', value: percentile(samples, 0.99), unit: 'ms', how },
        {
          name: 'practice account, time to ready',
          value: account.server.secondsToReady,
          unit: 's',
          how: 'empty state',
        },
        {
          name: 'practice account, memory',
          value: account.server.memoryMiB(),
          unit: 'MiB',
          how: 'resident, after those calls',
        },
      ]
    } finally {
      ecs.destroy()
      ec2.destroy()
      await account.close()
    }
  },
}
