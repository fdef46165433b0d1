import { DescribeAlarmsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch'
import { fail, pass, tagMissing } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { ALARM, LAB, METRIC, tag, THRESHOLD } from '../names.ts'

const putAlarm = [
  `aws cloudwatch put-metric-alarm --alarm-name ${ALARM} --namespace ${METRIC.namespace} --metric-name ${METRIC.name}`,
  `--statistic Sum --period 60 --evaluation-periods 1 --threshold ${THRESHOLD}`,
  `--comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --tags ${tag}`,
].join(' ')

export default defineStep({
  title: 'Set an alarm on it',
  needs: ['count-lines'],
  commands: () => [
    putAlarm,
    `aws cloudwatch describe-alarms --alarm-names ${ALARM} --query 'MetricAlarms[0].[StateValue,StateReason]' --output text`,
  ],
  check: async ({ aws }) => {
    const { MetricAlarms = [] } = await aws.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [ALARM] }),
    )
    const [alarm] = MetricAlarms
    if (!alarm) {
      return fail('alarm-missing', {
        title: 'No alarm yet',
        expected: `an alarm ${ALARM}`,
        observed: 'none of that name',
        next: `Put it: \`${putAlarm}\``,
      })
    }
    const again = `Put it once more; what has that name is replaced: \`${putAlarm}\``
    if (
      alarm.Namespace !== METRIC.namespace ||
      alarm.MetricName !== METRIC.name ||
      alarm.Dimensions?.length
    ) {
      return fail('alarm-metric', {
        title: 'It watches another metric',
        expected: `an alarm on ${METRIC.namespace}, ${METRIC.name}, without dimensions`,
        observed: `it watches ${alarm.Namespace}, ${alarm.MetricName}, of which nothing need ever come: CloudWatch takes any name`,
        next: again,
      })
    }
    const { Threshold, Period, Statistic, ComparisonOperator, TreatMissingData } = alarm
    if (
      Threshold !== THRESHOLD ||
      Period !== 60 ||
      Statistic !== 'Sum' ||
      ComparisonOperator !== 'GreaterThanOrEqualToThreshold'
    ) {
      return fail('alarm-rule', {
        title: 'It rings at something else',
        expected: `an alarm when the sum of a minute is ${THRESHOLD} or more`,
        observed: `${Statistic} of ${Period} s, ${ComparisonOperator} ${Threshold}`,
        next: again,
      })
    }
    if (TreatMissingData !== 'notBreaching') {
      return fail('treat-missing', {
        title: 'It does not know what silence means',
        expected: 'treat-missing-data notBreaching: no line is good news',
        observed: `${TreatMissingData ?? 'missing'}. Without lines the metric has no data, so the alarm would go to INSUFFICIENT_DATA instead of OK`,
        next: again,
      })
    }
    const { AlarmArn = '' } = alarm
    const { Tags } = await aws.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: AlarmArn }))
    const untagged = tagMissing(Tags, {
      lab: LAB,
      what: `an alarm ${ALARM}`,
      command: `aws cloudwatch tag-resource --resource-arn ${AlarmArn} --tags Key=slipway-lab,Value=${LAB}`,
    })
    if (untagged) return untagged
    return pass(`The alarm ${ALARM} is set; it is ${alarm.StateValue} now.`, {}, [
      { type: 'cloudwatch:alarm', id: AlarmArn },
    ])
  },
  hints: [
    'An alarm compares one statistic of one metric, over periods of some seconds, with a threshold.',
    `The sum of a minute, ${THRESHOLD} or more, once: --statistic Sum --period 60 --evaluation-periods 1.`,
    'What if there is no data at all? Say so with --treat-missing-data.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
})
