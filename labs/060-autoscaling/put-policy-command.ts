import type { Outputs } from '../define.ts'
import { METRIC, place, POLICY, TARGET_VALUE } from './names.ts'

/** The command that puts the policy; what has its name is replaced. */
export function putPolicy(
  out: Outputs,
  {
    metric = METRIC,
    label = out['create-load-balancer']?.['resourceLabel'],
    targetValue = TARGET_VALUE,
    ...more
  }: { metric?: string; label?: string; targetValue?: number; DisableScaleIn?: boolean } = {},
): string {
  const configuration = {
    TargetValue: targetValue,
    PredefinedMetricSpecification: {
      PredefinedMetricType: metric,
      ...(metric === METRIC && { ResourceLabel: label }),
    },
    ScaleOutCooldown: 60,
    ScaleInCooldown: 60,
    ...more,
  }
  return [
    `aws application-autoscaling put-scaling-policy ${place} --policy-name ${POLICY} --policy-type TargetTrackingScaling`,
    `--target-tracking-scaling-policy-configuration '${JSON.stringify(configuration)}'`,
  ].join(' ')
}
