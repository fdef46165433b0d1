import type { CreateDefaultVpcRequest, CreateDefaultVpcResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { createDefaultVpc as addDefaultVpc, network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { shownVpc } from '../vpcs.ts'

/** Makes the default VPC again where it was deleted. */
export const createDefaultVpc: Operation<CreateDefaultVpcRequest, CreateDefaultVpcResult> = (
  input,
  { scope },
) => {
  const { vpcs } = network(scope)
  if (vpcs.values().some(vpc => vpc.IsDefault)) {
    throw new AwsError(
      'DefaultVpcAlreadyExists',
      'A Default VPC already exists for this account in this region.',
    )
  }
  refuseDryRun(input)
  const made = vpcs.get(addDefaultVpc(scope))
  return { Vpc: made && { ...shownVpc(made), State: 'pending' } }
}
