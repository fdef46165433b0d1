import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { checkMetricAlarm } from '../alarms/check.ts'
import { putAlarm } from '../alarms/put.ts'

export const putMetricAlarm: Operation<PutMetricAlarmInput, object> = (input, { scope, sandbox }) => {
  checkMetricAlarm(input)
  const { AlarmName = '', Tags, ...settings } = input
  putAlarm(sandbox, scope, AlarmName, { type: 'MetricAlarm', settings }, Tags)
  return {}
}
