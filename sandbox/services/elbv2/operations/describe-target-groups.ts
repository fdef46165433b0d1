import type {
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { checkArn, targetGroupNotFound, validationError } from '../errors.ts'
import { findLoadBalancer } from '../load-balancers.ts'
import { paginate } from '../paginate.ts'
import { balancing, loadBalancersOf } from '../store.ts'
import { shownTargetGroup } from '../target-groups.ts'

/** Target groups by ARN, by name, of a load balancer, or all. */
export const describeTargetGroups: Operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput> = (
  input,
  { scope },
) => {
  const { TargetGroupArns: arns = [], Names: names = [], LoadBalancerArn } = input
  if ([arns.length > 0, names.length > 0, LoadBalancerArn !== undefined].filter(Boolean).length > 1) {
    throw validationError('Specify one of: load balancer ARN, target group ARNs, target group names')
  }
  for (const arn of arns) checkArn(scope, 'targetgroup', arn)
  if (LoadBalancerArn !== undefined) findLoadBalancer(scope, LoadBalancerArn)
  const chosen = balancing(scope)
    .targetGroups.values()
    .filter(
      ({ TargetGroupArn, TargetGroupName }) =>
        (arns.length === 0 || arns.includes(TargetGroupArn)) &&
        (names.length === 0 || names.includes(TargetGroupName)) &&
        (LoadBalancerArn === undefined || loadBalancersOf(scope, TargetGroupArn).includes(LoadBalancerArn)),
    )
  const isMissing =
    arns.some(arn => !chosen.some(({ TargetGroupArn }) => TargetGroupArn === arn)) ||
    names.some(name => !chosen.some(({ TargetGroupName }) => TargetGroupName === name))
  if (isMissing) throw targetGroupNotFound()
  const { items, ...rest } = paginate(chosen, input)
  return { TargetGroups: items.map(document => shownTargetGroup(scope, document)), ...rest }
}
