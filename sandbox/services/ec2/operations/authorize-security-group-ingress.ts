import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { authorize } from '../change-rules.ts'

/** Adds rules of what may come in. */
export const authorizeSecurityGroupIngress: Operation<
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult
> = (input, context) => authorize(input, context, false)
