import type { Outputs } from '../define.ts'
import { ALARM, METRIC, NAMESPACE, place } from './names.ts'

/** The command that puts the alarm; what has its name is replaced. */
export function putAlarm(out: Outputs, { metric = METRIC }: { metric?: string } = {}): string {
  return [
    `aws cloudwatch put-metric-alarm --alarm-name ${ALARM} --namespace ${NAMESPACE} --metric-name ${metric}`,
    `--dimensions Name=LoadBalancer,Value=${balancerLabel(out)}`,
    '--statistic Sum --period 60 --evaluation-periods 1 --threshold 1',
    `--comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --tags ${place.tag}`,
  ].join(' ')
}

/** How CloudWatch names the load balancer: the end of its ARN, `app/cafe/0123…`. */
export function balancerLabel(out: Outputs): string {
  const arn = out['create-load-balancer']?.['loadBalancerArn'] ?? ''
  return arn.split(':loadbalancer/').at(-1) ?? ''
}
