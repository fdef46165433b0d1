import type { Sandbox } from '../../operation.ts'
import { roleCaller } from '../ecr/authorization-token.ts'
import { evaluateWithResourcePolicy } from '../iam/policy/resource-policy.ts'

/** What a task's execution role asks for before the task's containers start. */
export interface RoleRequest {
  roleArn: string | undefined
  taskId: string
  /** Such as `secretsmanager:GetSecretValue`. */
  action: string
  resource: string
  /** The resource's own policy. */
  policyText?: string | undefined
}

/** Why a task's role may not do something, in AWS's words; undefined when it may. */
export function roleDenial(sandbox: Sandbox, request: RoleRequest): string | undefined {
  const { roleArn, taskId, action, resource, policyText } = request
  if (sandbox.config.auth === 'off') return undefined
  const caller = roleArn === undefined ? undefined : roleCaller(sandbox, { arn: roleArn, session: taskId })
  if (!caller) return `no execution role is there to perform: ${action} on resource: ${resource}`
  const context = new Map<string, string | string[]>([
    ['aws:RequestedRegion', resource.split(':')[3] ?? ''],
    ['aws:PrincipalArn', caller.identity.Arn],
    ['aws:PrincipalAccount', caller.principal.accountId],
    ['aws:CurrentTime', new Date(sandbox.clock.now()).toISOString()],
    ['aws:SecureTransport', 'true'],
  ])
  const decision = evaluateWithResourcePolicy(caller, { action, resource, context }, policyText)
  if (decision.allowed) return undefined
  return `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${decision.because}`
}
