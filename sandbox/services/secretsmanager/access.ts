import { AwsError, type OperationContext } from '../../operation.ts'
import { findCaller } from '../iam/caller.ts'
import { evaluateWithResourcePolicy } from '../iam/policy/resource-policy.ts'
import type { SecretDocument } from './store.ts'

/** Why the caller of a request may not act on one of the secrets it is about; undefined when it may. */
export function denialOf(
  { principal, region, sandbox: { clock, config, store } }: OperationContext,
  action: string,
  { ARN, resourcePolicy, tags }: SecretDocument,
): AwsError | undefined {
  const caller = findCaller(store, principal.accessKeyId)
  if (config.auth === 'off' || !caller) return undefined
  const context = new Map<string, string | string[]>([
    ['aws:RequestedRegion', region],
    ['aws:PrincipalArn', caller.identity.Arn],
    ['aws:PrincipalAccount', principal.accountId],
    ['aws:CurrentTime', new Date(clock.now()).toISOString()],
    ['aws:SourceIp', '127.0.0.1'],
    ['aws:SecureTransport', 'true'],
  ])
  for (const { Key = '', Value = '' } of tags) {
    context.set(`aws:ResourceTag/${Key}`, Value)
    context.set(`secretsmanager:ResourceTag/${Key}`, Value)
  }
  const decision = evaluateWithResourcePolicy(caller, { action, resource: ARN, context }, resourcePolicy)
  if (decision.allowed) return undefined
  const text = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${ARN} ${decision.because}`
  return new AwsError('AccessDeniedException', text)
}
