import {
  type PutResourcePolicyRequest,
  type PutResourcePolicyResponse,
  PublicPolicyException,
} from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { checkResourcePolicy, isPublic } from '../resource-policies.ts'
import { requestedSecret } from '../secrets.ts'
import { secrets } from '../store.ts'

/** Says who else may use a secret, and who may not. */
export const putResourcePolicy: Operation<PutResourcePolicyRequest, PutResourcePolicyResponse> = (
  input,
  context,
) => {
  const secret = requestedSecret(context, input)
  const { ResourcePolicy: resourcePolicy = '' } = input
  checkResourcePolicy(resourcePolicy)
  if (input.BlockPublicPolicy && isPublic(resourcePolicy)) {
    throw exception(
      PublicPolicyException,
      "Your resource policy grants broad access to the secret. You can't use BlockPublicPolicy with it.",
    )
  }
  secrets(context.scope).put(secret.ARN, { ...secret, resourcePolicy })
  return { ARN: secret.ARN, Name: secret.Name }
}
