import type { DescribeRegistryRequest, DescribeRegistryResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'

/** The registry's id. The practice account replicates nothing. */
export const describeRegistry: Operation<DescribeRegistryRequest, DescribeRegistryResponse> = (
  _input,
  { accountId },
) => ({ registryId: accountId, replicationConfiguration: { rules: [] } })
