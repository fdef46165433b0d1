import type { Sandbox } from '../../../operation.ts'
import { findRole } from '../../iam/roles.ts'
import { serviceMayAssume } from '../../sts/trust.ts'
import { roleDenial } from '../execution-role.ts'

/** Whether ECS can be this role. */
export function isAssumable(sandbox: Sandbox, roleArn: string | undefined): boolean {
  const role = roleArn === undefined ? undefined : findRole(sandbox.store, roleArn)
  if (!role) return false
  return sandbox.config.auth === 'off' || serviceMayAssume(role, 'ecs.amazonaws.com', new Map())
}

/** Why the role of a service's load balancers does not let ECS do one of these, in AWS's words. */
export function infrastructureProblem(
  sandbox: Sandbox,
  roleArn: string | undefined,
  actions: readonly { action: string; resource?: string }[],
): string | undefined {
  if (!isAssumable(sandbox, roleArn)) return `ECS was unable to assume role ${roleArn}`
  for (const { action, resource = '*' } of actions) {
    const problem = roleDenial(sandbox, { roleArn, taskId: 'ECSNetworkingWithELB', action, resource })
    if (problem) return problem
  }
  return undefined
}
