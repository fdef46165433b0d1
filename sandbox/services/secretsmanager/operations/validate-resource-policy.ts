import type {
  ValidateResourcePolicyRequest,
  ValidateResourcePolicyResponse,
} from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { checkResourcePolicy, isPublic } from '../resource-policies.ts'
import { requestedSecret } from '../secrets.ts'

/** Whether a policy could be put on a secret, and whether it lets everybody in. */
export const validateResourcePolicy: Operation<
  ValidateResourcePolicyRequest,
  ValidateResourcePolicyResponse
> = (input, context) => {
  const { SecretId, ResourcePolicy = '' } = input
  if (SecretId !== undefined) requestedSecret(context, { SecretId })
  checkResourcePolicy(ResourcePolicy)
  if (!isPublic(ResourcePolicy)) return { PolicyValidationPassed: true, ValidationErrors: [] }
  return {
    PolicyValidationPassed: false,
    ValidationErrors: [
      {
        CheckName: 'POLICY_GRANTS_PUBLIC_ACCESS',
        ErrorMessage: 'The resource policy grants broad access to the secret.',
      },
    ],
  }
}
