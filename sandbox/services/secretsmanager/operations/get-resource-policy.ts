import type { GetResourcePolicyRequest, GetResourcePolicyResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'

/** A secret's own policy, where it has one. */
export const getResourcePolicy: Operation<GetResourcePolicyRequest, GetResourcePolicyResponse> = (
  input,
  context,
) => {
  const { ARN, Name, resourcePolicy } = requestedSecret(context, input)
  return { ARN, Name, ...(resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy }) }
}
