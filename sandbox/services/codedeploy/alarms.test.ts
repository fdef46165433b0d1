import { expect, test } from 'vitest'
import { startControllers as startAlarms } from '../cloudwatch/controllers.ts'
import { recordMetric } from '../cloudwatch/metrics.ts'
import { putMetricAlarm } from '../cloudwatch/operations/put-metric-alarm.ts'
import { startControllers } from './controllers.ts'
import { codedeploy } from './store.ts'
import { FakeDeployments } from './testing/fake-deployments.ts'

const LINEAR = 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'
const metric = { namespace: 'lab', metricName: 'errors', dimensions: {} }

test.each([1, 50, 1000])(
  'at time scale %i traffic goes back within an alarm period and 5 s of the first error',
  async scale => {
    const account = new FakeDeployments()
    await account.open({
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
    })
    const { sandbox, scope, clock } = account
    await account.call(putMetricAlarm, {
      ...{ AlarmName: 'errors', Namespace: 'lab', MetricName: 'errors', Statistic: 'Sum', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
    })
    const id = await account.deploy({ config: LINEAR })
    await account.passUntil(() => account.weight(0) === 30)
    clock.setScale(scope.accountId, scale)
    const stops = [await startAlarms(sandbox), await startControllers(sandbox)]
    try {
      const began = clock.time(scope.accountId)
      recordMetric(sandbox, scope, { ...metric, value: 1, unit: 'Count', timestamp: clock.now() })
      const rollback = () =>
        codedeploy(scope)
          .deployments.values()
          .find(({ rollbackOf }) => rollbackOf === id)
      while (!rollback() && clock.time(scope.accountId) - began < 200_000) {
        await clock.advance(1000 / scale)
      }
      // No timer of CodeDeploy's own has passed: the alarm itself makes it act.
      expect(clock.time(scope.accountId) - began).toBeLessThanOrEqual(65_000)
      expect(rollback()).toMatchObject({ status: 'InProgress' })
      expect(account.weight(0)).toBe(0)
    } finally {
      await Promise.all(stops.map(({ stop }) => stop()))
    }
  },
)
