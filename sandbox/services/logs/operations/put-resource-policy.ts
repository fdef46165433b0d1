import { LimitExceededException } from '@aws-sdk/client-cloudwatch-logs'
import type { PutResourcePolicyRequest, PutResourcePolicyResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, thrown } from '../errors.ts'
import { checkResourcePolicy } from '../resource-policies.ts'
import { logs } from '../store.ts'

const MOST_POLICIES = 10

/** Lets services, such as EventBridge, write to log groups of the account and region. */
export const putResourcePolicy: Operation<PutResourcePolicyRequest, PutResourcePolicyResponse> = (
  { policyName = '', policyDocument = '' },
  { scope, sandbox },
) => {
  if (policyName === '') throw invalidParameter('policyName must not be empty.')
  checkResourcePolicy(policyDocument)
  const { resourcePolicies } = logs(scope)
  if (!resourcePolicies.has(policyName) && resourcePolicies.size >= MOST_POLICIES) {
    throw thrown(LimitExceededException, 'Resource limit exceeded.')
  }
  const resourcePolicy = { policyName, policyDocument, lastUpdatedTime: sandbox.clock.now() }
  resourcePolicies.put(policyName, resourcePolicy)
  return { resourcePolicy }
}
