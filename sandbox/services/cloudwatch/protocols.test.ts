import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import * as client from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let config: object

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const { endpoint } = running
  config = { endpoint, credentials: running.createAccount(), region: 'eu-west-1', maxAttempts: 1 }
})
afterAll(() => running.close())

/** The three that CloudWatch speaks, and the SDK's clients with it. */
describe.each([
  { name: 'CBOR', protocol: AwsSmithyRpcV2CborProtocol },
  { name: 'JSON', protocol: AwsJson1_0Protocol },
  { name: 'forms and XML', protocol: AwsQueryProtocol },
])('in $name', ({ name, protocol }) => {
  const cloudwatch = () => new client.CloudWatchClient({ ...config, protocol })
  const Namespace = name

  test('numbers, times and dimensions arrive as they were sent', async () => {
    const Timestamp = new Date(Math.floor(Date.now() / 60_000) * 60_000)
    const Dimensions = [{ Name: 'Path', Value: '/a & b' }]
    const values = { MetricName: 'Size', Dimensions, Timestamp, Unit: 'Bytes' as const }
    await cloudwatch().send(
      new client.PutMetricDataCommand({
        Namespace,
        MetricData: [
          { ...values, Value: 0.25 },
          { ...values, Values: [1, 2.5], Counts: [2, 1] },
        ],
      }),
    )
    const { Datapoints, Label } = await cloudwatch().send(
      new client.GetMetricStatisticsCommand({
        ...{ Namespace, MetricName: 'Size', Dimensions, Period: 60, Statistics: ['Sum', 'SampleCount'] },
        ...{
          ExtendedStatistics: ['p100'],
          StartTime: Timestamp,
          EndTime: new Date(Timestamp.getTime() + 60_000),
        },
      }),
    )
    expect({ Datapoints, Label }).toEqual({
      Label: 'Size',
      Datapoints: [
        { Timestamp, Unit: 'Bytes', Sum: 4.75, SampleCount: 4, ExtendedStatistics: { p100: 2.5 } },
      ],
    })
    const { Metrics } = await cloudwatch().send(new client.ListMetricsCommand({ Namespace }))
    expect(Metrics).toEqual([{ Namespace, MetricName: 'Size', Dimensions }])
  })

  test('an alarm comes back as it was put; what does not exist is told by name', async () => {
    const alarm = {
      ...{ AlarmName: `alarm ${name}`, Namespace, MetricName: 'Size', Statistic: 'Sum' as const, Period: 60 },
      ...{ EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 0.5, TreatMissingData: 'breaching' },
      ComparisonOperator: 'GreaterThanOrEqualToThreshold' as const,
    }
    await cloudwatch().send(new client.PutMetricAlarmCommand(alarm))
    const { MetricAlarms } = await cloudwatch().send(
      new client.DescribeAlarmsCommand({ AlarmNames: [alarm.AlarmName] }),
    )
    expect(MetricAlarms).toMatchObject([{ ...alarm, StateValue: 'INSUFFICIENT_DATA' }])
    await expect(
      cloudwatch().send(
        new client.SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'test' }),
      ),
    ).rejects.toMatchObject({ name: expect.stringMatching(/^ResourceNotFound/) as string })
  })
})

// The SDK's own client never ends compressing CBOR; the form of the body matters to nobody here.
test.each([
  { name: 'JSON', protocol: AwsJson1_0Protocol },
  { name: 'a form', protocol: AwsQueryProtocol },
])('a body of $name that the SDK has compressed is read', async ({ name, protocol }) => {
  const cloudwatch = new client.CloudWatchClient({ ...config, protocol })
  const MetricData = Array.from({ length: 400 }, (_, index) => ({
    MetricName: `many-${index}`,
    Value: index,
  }))
  await cloudwatch.send(new client.PutMetricDataCommand({ Namespace: `${name} many`, MetricData }))
  const { Metrics } = await cloudwatch.send(new client.ListMetricsCommand({ Namespace: `${name} many` }))
  expect(Metrics).toHaveLength(400)
})
