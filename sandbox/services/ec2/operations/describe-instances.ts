import type { DescribeInstancesRequest, DescribeInstancesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { notFound } from '../errors.ts'

/** None: tasks run as on Fargate, and the practice account has no instances. */
export const describeInstances: Operation<DescribeInstancesRequest, DescribeInstancesResult> = input => {
  if (input.InstanceIds?.length) {
    throw notFound('InvalidInstanceID.NotFound', 'instance ID', input.InstanceIds)
  }
  refuseDryRun(input)
  return { Reservations: [] }
}
