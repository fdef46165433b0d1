import type {
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, DIMENSION } from '../check.ts'
import { page } from '../pages.ts'
import { alarmsOf } from '../policies.ts'
import { scaling } from '../store.ts'

const LARGEST_PAGE = 10

export const describeScalingPolicies: Operation<
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse
> = (input, { scope }) => {
  checkPlace(input)
  const { PolicyNames, ResourceId, NextToken, MaxResults = LARGEST_PAGE } = input
  const found = scaling(scope)
    .policies.values()
    .filter(({ resourceId }) => ResourceId === undefined || resourceId === ResourceId)
    .filter(({ name }) => !PolicyNames?.length || PolicyNames.includes(name))
  const { items, ...more } = page(found, { NextToken, MaxResults })
  return {
    ScalingPolicies: items.map(policy => ({
      PolicyARN: policy.arn,
      PolicyName: policy.name,
      ServiceNamespace: 'ecs',
      ResourceId: policy.resourceId,
      ScalableDimension: DIMENSION,
      PolicyType: policy.type,
      ...(policy.tracking && { TargetTrackingScalingPolicyConfiguration: policy.tracking }),
      ...(policy.step && { StepScalingPolicyConfiguration: policy.step }),
      Alarms: alarmsOf(scope, policy),
      CreationTime: new Date(policy.createdAt),
    })),
    ...more,
  }
}
