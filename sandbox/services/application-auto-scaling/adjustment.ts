import type { StepScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling'

/** The capacity that keeps a metric that goes by the task at its target. */
export function trackedCapacity(current: number, value: number, target: number): number {
  // Without the dust of binary fractions, which would round 3.0000000000000004 up to 4.
  return Math.ceil(Number(((current * value) / target).toPrecision(12)))
}

/** The capacity after the step that a value beyond the alarm's threshold calls for; undefined where no step does. */
export function steppedCapacity(
  current: number,
  distance: number,
  { AdjustmentType, StepAdjustments = [], MinAdjustmentMagnitude = 1 }: StepScalingPolicyConfiguration,
): number | undefined {
  const step = StepAdjustments.find(({ MetricIntervalLowerBound, MetricIntervalUpperBound }) => {
    const from = MetricIntervalLowerBound ?? -Infinity
    const to = MetricIntervalUpperBound ?? Infinity
    // At the edges the bound nearer to the threshold belongs to the step.
    return distance >= 0 ? distance >= from && distance < to : distance > from && distance <= to
  })
  const adjustment = step?.ScalingAdjustment
  if (adjustment === undefined) return undefined
  if (AdjustmentType === 'ExactCapacity') return adjustment
  if (AdjustmentType === 'ChangeInCapacity') return current + adjustment
  const share = (current * adjustment) / 100
  // As AWS rounds: what is larger than 1 down, what is smaller up, both away from or toward nothing.
  const whole = Math.abs(share) >= 1 ? Math.trunc(share) : Math.sign(share)
  return current + Math.sign(share) * Math.max(Math.abs(whole), share === 0 ? 0 : MinAdjustmentMagnitude)
}
