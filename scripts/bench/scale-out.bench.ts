import { setTimeout as pause } from 'node:timers/promises'
import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import type { Bench } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'
import { createWebService } from './web-service.ts'

/** 1 is as on AWS, and takes four minutes. */
const TIME_SCALE = Number(process.env['SCALE_OUT_TIME_SCALE'] ?? 10)
/** What AWS documents: target tracking's alarm waits for three periods of a minute above the target. */
const ALARM_S = 180
const DEADLINE_S = 600
const TARGET = { ServiceNamespace: 'ecs', ResourceId: 'service/bench/web' } as const
const METRIC = { Namespace: 'Bench', MetricName: 'Waiting' }

/** From the moment a metric leaps above its target to the first task that this brings. */
export const bench: Bench = {
  title: 'Reaction of target tracking',
  async run(say) {
    say(
      `Seconds of the account's own time, which passes ${TIME_SCALE} times as fast; 1 with SCALE_OUT_TIME_SCALE=1.`,
    )
    const account = await openBenchAccount({ timeScale: TIME_SCALE })
    const ecs = new ECSClient(account.client)
    const cloudWatch = new CloudWatchClient(account.client)
    try {
      await createWebService(account, 1)
      const service = async () => {
        const { services } = await ecs.send(
          new DescribeServicesCommand({ cluster: 'bench', services: ['web'] }),
        )
        return services?.[0]
      }
      await until(async () => (await service())?.runningCount === 1)
      await followMetric(account.client)
      const started = performance.now()
      const seconds = () => ((performance.now() - started) / 1000) * TIME_SCALE
      const breach = setInterval(
        () => void cloudWatch.send(metricData(100)).catch(() => undefined),
        (10 / TIME_SCALE) * 1000,
      )
      try {
        await cloudWatch.send(metricData(100))
        await until(async () => ((await service())?.desiredCount ?? 0) > 1)
        const wanted = seconds()
        await until(async () => ((await service())?.runningCount ?? 0) > 1)
        const running = seconds()
        return [
          figure('AWS: its alarm’s three minutes alone', ALARM_S, 'as documented'),
          { ...figure('metric above target to more tasks wanted', wanted), aim: { atMost: ALARM_S + 60 } },
          figure('metric above target to a new task RUNNING', running),
        ]
      } finally {
        clearInterval(breach)
      }
    } finally {
      ecs.destroy()
      cloudWatch.destroy()
      await account.close()
    }
  },
}

const figure = (name: string, value: number, how = `time scale ${TIME_SCALE}; a point every 10 s`) => ({
  ...{ name, value, how },
  unit: 's' as const,
})

const metricData = (value: number) =>
  new PutMetricDataCommand({
    Namespace: METRIC.Namespace,
    MetricData: [{ MetricName: METRIC.MetricName, Value: value }],
  })

async function followMetric(client: object): Promise<void> {
  const scaling = new ApplicationAutoScalingClient(client)
  const scaled = { ...TARGET, ScalableDimension: 'ecs:service:DesiredCount' as const }
  await scaling.send(new RegisterScalableTargetCommand({ ...scaled, MinCapacity: 1, MaxCapacity: 4 }))
  await scaling.send(
    new PutScalingPolicyCommand({
      ...scaled,
      ...{ PolicyName: 'waiting', PolicyType: 'TargetTrackingScaling' },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 10,
        CustomizedMetricSpecification: { ...METRIC, Statistic: 'Average' },
      },
    }),
  )
  scaling.destroy()
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + (DEADLINE_S / TIME_SCALE) * 1000 + 30_000
  while (!(await isSo())) {
    if (performance.now() > end)
      throw new Error(`It did not happen within ${DEADLINE_S} s of the account's time.`)
    await pause(20)
  }
}
