import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs'
import type { DeleteResourcePolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { logs } from '../store.ts'

/** Deletes a resource policy of the account and region. */
export const deleteResourcePolicy: Operation<DeleteResourcePolicyRequest, object> = (
  { policyName = '' },
  { scope },
) => {
  const { resourcePolicies } = logs(scope)
  if (!resourcePolicies.has(policyName)) {
    throw thrown(ResourceNotFoundException, `Policy with name [${policyName}] does not exist.`)
  }
  resourcePolicies.delete(policyName)
  return {}
}
