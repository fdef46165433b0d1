import type {
  PutScalingPolicyRequest,
  PutScalingPolicyResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { checkPlace, findTarget } from '../check.ts'
import { validation } from '../errors.ts'
import { putPolicy } from '../policies.ts'

export const putScalingPolicy: Operation<PutScalingPolicyRequest, PutScalingPolicyResponse> = (
  input,
  { scope, sandbox },
) => {
  checkPlace(input)
  const { PolicyName = '', ResourceId = '' } = input
  if (!/^\P{Cc}{1,256}$/u.test(PolicyName) || /[:/|]/.test(PolicyName)) {
    throw validation(
      `1 validation error detected: Value '${PolicyName.slice(0, 300)}' at 'policyName' failed to satisfy constraint: Member must have length between 1 and 256, without :, / or |`,
    )
  }
  findTarget(scope, ResourceId)
  const { arn, alarms } = putPolicy(sandbox, scope, input)
  return { PolicyARN: arn, Alarms: alarms }
}
