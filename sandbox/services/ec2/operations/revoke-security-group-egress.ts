import type { RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { revoke } from '../change-rules.ts'

/** Removes rules of what may go out. */
export const revokeSecurityGroupEgress: Operation<
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult
> = (input, context) => revoke(input, context, true)
