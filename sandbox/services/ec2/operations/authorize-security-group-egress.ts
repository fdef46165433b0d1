import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { authorize } from '../change-rules.ts'

/** Adds rules of what may go out. */
export const authorizeSecurityGroupEgress: Operation<
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult
> = (input, context) => authorize(input, context, true)
