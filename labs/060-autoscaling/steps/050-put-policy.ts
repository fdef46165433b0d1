import { DescribeScalingPoliciesCommand } from '@aws-sdk/client-application-auto-scaling'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LEAST, METRIC, MOST, POLICY, RESOURCE_ID, TARGET_VALUE } from '../names.ts'
import { putPolicy } from '../put-policy-command.ts'

export default defineStep({
  title: 'Say what it should follow',
  needs: ['create-load-balancer', 'register-target'],
  commands: ({ out }) => [
    putPolicy(out),
    `aws cloudwatch describe-alarms --alarm-name-prefix TargetTracking-${RESOURCE_ID} --query 'MetricAlarms[].[AlarmName,ComparisonOperator,Threshold,EvaluationPeriods,StateValue]' --output text`,
  ],
  check: async ({ aws, out }) => {
    const { ScalingPolicies = [] } = await aws.autoScaling.send(
      new DescribeScalingPoliciesCommand({ ServiceNamespace: 'ecs', ResourceId: RESOURCE_ID }),
    )
    const policy = ScalingPolicies.find(({ PolicyName }) => PolicyName === POLICY)
    const expected = `a policy ${POLICY} that holds ${METRIC} at ${TARGET_VALUE}`
    if (!policy) {
      return fail('policy-missing', {
        title: 'No scaling policy yet',
        expected,
        observed:
          'none of that name. If AWS refused the command, look at ResourceLabel: the end of the load balancer’s ARN, from app/ on, then the end of the target group’s, from targetgroup/ on',
        next: `Put it: \`${putPolicy(out)}\``,
      })
    }
    const again = `Put it once more; what has that name is replaced: \`${putPolicy(out)}\``
    const { TargetTrackingScalingPolicyConfiguration: tracking, Alarms = [] } = policy
    if (!tracking) {
      return fail('policy-type', {
        title: 'It is another kind of policy',
        expected,
        observed: `its type is ${policy.PolicyType}, and a policy’s type cannot be changed`,
        next: `Delete it: \`aws application-autoscaling delete-scaling-policy --service-namespace ecs --resource-id ${RESOURCE_ID} --scalable-dimension ${policy.ScalableDimension} --policy-name ${POLICY}\`, then put it: \`${putPolicy(out)}\``,
      })
    }
    const metric = tracking.PredefinedMetricSpecification
    const label = out['create-load-balancer']?.resourceLabel
    if (metric?.PredefinedMetricType !== METRIC || metric.ResourceLabel !== label) {
      return fail('policy-metric', {
        title: 'It follows something else',
        expected: `${expected}, for ${label}`,
        observed: `it follows ${metric?.PredefinedMetricType ?? 'a metric of your own'}${metric?.ResourceLabel ? ` of ${metric.ResourceLabel}` : ''}, which our load does not move`,
        next: again,
      })
    }
    if (tracking.TargetValue !== TARGET_VALUE) {
      return fail('target-value', {
        title: 'Its target is another',
        expected,
        observed: `its target is ${tracking.TargetValue}. A target that the load never reaches is a policy that never acts`,
        next: again,
      })
    }
    if (tracking.DisableScaleIn) {
      return fail('scale-in-disabled', {
        title: 'It only ever grows',
        expected: 'a policy that scales out and in',
        observed: 'DisableScaleIn is true: the tasks that a rush brought would stay, and cost, for ever',
        next: again,
      })
    }
    return pass(
      `It holds ${TARGET_VALUE} requests a minute and task, between ${LEAST} and ${MOST} tasks, by ${Alarms.length} alarms of its own.`,
    )
  },
  hints: [
    'Target tracking is a thermostat: one metric, and the value to hold it at.',
    'This metric has to be told whose requests: ResourceLabel joins the ends of two ARNs, the load balancer’s and the target group’s.',
    'The two alarms are the policy’s own. Look at them, and leave them as they are.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['application-autoscaling:DescribeScalingPolicies'],
})
