import { DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { ALARM, PORTS, THRESHOLD } from '../names.ts'

export default defineStep({
  title: 'Let it ring, and calm down',
  needs: ['run-task', 'set-alarm'],
  commands: ({ out }) => [
    `curl -sS --max-time 10 -o /dev/null -w '%{http_code} ' 'http://${out['run-task']?.['publicIp']}:${PORTS.web}/lost?[1-10]'; echo`,
    `sleep 5; aws cloudwatch describe-alarms --alarm-names ${ALARM} --query 'MetricAlarms[0].[StateValue,StateReason]' --output text`,
    `aws cloudwatch describe-alarm-history --alarm-name ${ALARM} --history-item-type StateUpdate --query 'AlarmHistoryItems[].[Timestamp,HistorySummary]' --output text`,
  ],
  check: async ({ aws }) => {
    const { MetricAlarms = [] } = await aws.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [ALARM] }),
    )
    const [alarm] = MetricAlarms
    if (!alarm) {
      return fail('alarm-missing', {
        title: 'The alarm is gone',
        expected: `the alarm ${ALARM}`,
        observed: 'none of that name',
        next: 'Run and check the step before this one again.',
      })
    }
    const { AlarmHistoryItems = [] } = await aws.cloudwatch.send(
      new DescribeAlarmHistoryCommand({ AlarmName: ALARM, HistoryItemType: 'StateUpdate', MaxRecords: 50 }),
    )
    const rang = AlarmHistoryItems.some(({ HistorySummary }) => HistorySummary?.endsWith('to ALARM'))
    const { StateValue, StateReason } = alarm
    const expected = 'OK, then ALARM, then OK again'
    if (rang && StateValue === 'OK') return pass('It rang, and calmed down by itself.')
    if (rang) {
      return waiting('in-alarm', {
        title: 'It rings',
        expected,
        observed: `${StateValue}: ${StateReason}`,
        next: 'Wait. When a minute has passed without such lines, it calms down by itself.',
        retryAfterSeconds: 15,
        aboutSeconds: 180,
      })
    }
    return waiting('no-alarm-yet', {
      title: 'It has not rung yet',
      expected,
      observed: `${StateValue}: ${StateReason}`,
      next: `Ask for ${THRESHOLD} or more missing pages within a minute, with this step’s first command. A line needs a moment to be counted, and a minute must be over.`,
      retryAfterSeconds: 15,
      aboutSeconds: 120,
    })
  },
  hints: [
    'curl asks for ten pages at once: [1-10] stands for the numbers.',
    'The alarm looks once a minute. In the practice account minutes may be shorter; look at Time, at the top.',
    'The history says when it went from one state to another, the newest first.',
  ],
  solve: 'commands',
  timeout: '10m',
  reads: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
})
