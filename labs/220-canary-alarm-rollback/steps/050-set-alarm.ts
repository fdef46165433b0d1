import { DescribeAlarmsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch'
import { fail, pass, tagMissing } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { balancerLabel, putAlarm } from '../alarm-command.ts'
import { ALARM, LAB, METRIC, place } from '../names.ts'

export default defineStep({
  title: 'Say what is not good enough',
  needs: ['create-load-balancer', 'create-service'],
  commands: ({ out }) => [putAlarm(out)],
  check: async ({ aws, out }) => {
    const { MetricAlarms = [] } = await aws.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [ALARM] }),
    )
    const [alarm] = MetricAlarms
    const label = balancerLabel(out)
    const expected = `an alarm ${ALARM} that rings when ${METRIC} of ${label} is 1 or more in a minute`
    if (!alarm) {
      return fail('alarm-missing', {
        title: 'No alarm yet',
        expected,
        observed: 'none of that name',
        next: `Put it: \`${putAlarm(out)}\``,
      })
    }
    const again = `Put it once more; what has that name is replaced: \`${putAlarm(out)}\``
    const watched = alarm.Dimensions?.map(({ Name, Value }) => `${Name} ${Value}`).join(', ')
    if (alarm.MetricName !== METRIC || watched !== `LoadBalancer ${label}`) {
      return fail('alarm-metric', {
        title: 'It listens in the wrong place',
        expected,
        observed:
          alarm.MetricName === 'HTTPCode_ELB_5XX_Count'
            ? 'it watches HTTPCode_ELB_5XX_Count: errors that the load balancer itself answers, because no task does. What your app answers is not in it'
            : `it watches ${alarm.MetricName} of ${watched || 'nothing'}`,
        next: again,
      })
    }
    const { Threshold, Period, EvaluationPeriods, Statistic, TreatMissingData } = alarm
    if (Threshold !== 1 || Period !== 60 || EvaluationPeriods !== 1 || Statistic !== 'Sum') {
      return fail('alarm-rule', {
        title: 'It rings at something else',
        expected,
        observed: `${Statistic} of ${Period} s, ${EvaluationPeriods} in a row, threshold ${Threshold}`,
        next: again,
      })
    }
    if (TreatMissingData !== 'notBreaching') {
      return fail('treat-missing', {
        title: 'It does not know what silence means',
        expected: 'treat-missing-data notBreaching: no error is good news',
        observed: `${TreatMissingData ?? 'missing'}. A minute without errors has no data at all, so it would be INSUFFICIENT_DATA instead of OK`,
        next: again,
      })
    }
    const { AlarmArn = '' } = alarm
    const { Tags } = await aws.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: AlarmArn }))
    const command = `aws cloudwatch tag-resource --resource-arn ${AlarmArn} --tags ${place.tag}`
    const untagged = tagMissing(Tags, { lab: LAB, what: `an alarm ${ALARM}`, command })
    if (untagged) return untagged
    return pass(`The alarm ${ALARM} is set; it is ${alarm.StateValue} now.`, {}, [
      { type: 'cloudwatch:alarm', id: AlarmArn },
    ])
  },
  hints: [
    'The load balancer counts the answers of your app by their status. 5XX are those where the app is at fault.',
    'Target or ELB? HTTPCode_Target_5XX_Count counts what tasks answer, HTTPCode_ELB_5XX_Count what the load balancer answers in their place.',
    'The dimension says which load balancer: the end of its ARN, from app/ on.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
})
