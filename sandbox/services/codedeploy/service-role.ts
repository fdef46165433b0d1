import type { ErrorInformation } from '@aws-sdk/client-codedeploy'
import type { Sandbox } from '../../operation.ts'
import { roleCaller } from '../ecr/authorization-token.ts'
import { evaluate } from '../iam/policy/evaluate.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'

const SERVICE_NAMES: Record<string, string> = {
  ecs: 'AmazonECS',
  elasticloadbalancing: 'AmazonElasticLoadBalancing',
  lambda: 'AWSLambda',
  cloudwatch: 'AmazonCloudWatch',
  s3: 'AmazonS3',
  iam: 'AWSIdentityManagement',
}

/** Whether CodeDeploy can be this role. */
export function isAssumable(sandbox: Sandbox, roleArn: string): boolean {
  const role = findRole(sandbox.store, roleArn)
  if (!role) return false
  return sandbox.config.auth === 'off' || serviceMayAssume(role, 'codedeploy.amazonaws.com', new Map())
}

/** An action that CodeDeploy is about to take. */
export interface RoleAction {
  /** Such as `ecs:CreateTaskSet`. */
  action: string
  /** @default * */
  resource?: string
  /** Condition keys beside the common ones. */
  context?: readonly (readonly [string, string])[]
}

/** Why the deployment group's role does not let CodeDeploy do one of these; undefined when it may do all. */
export function roleProblem(
  sandbox: Sandbox,
  roleArn: string,
  actions: readonly RoleAction[],
): ErrorInformation | undefined {
  if (!isAssumable(sandbox, roleArn)) {
    const message = `AWS CodeDeploy does not have the permissions required to assume the role ${roleArn}.`
    return { code: 'IAM_ROLE_MISSING', message }
  }
  if (sandbox.config.auth === 'off') return undefined
  const caller = roleCaller(sandbox, { arn: roleArn, session: 'AWSCodeDeploy' })
  const denied = actions.find(({ action, resource = '*', context = [] }) => {
    const known = new Map<string, string | string[]>([
      ['aws:PrincipalArn', roleArn],
      ['aws:CurrentTime', new Date(sandbox.clock.now()).toISOString()],
      ['aws:SecureTransport', 'true'],
      ...context,
    ])
    return !caller || !evaluate(caller.policies, { action, resource, context: known }).allowed
  })
  if (!denied) return undefined
  const service = SERVICE_NAMES[denied.action.split(':')[0] ?? ''] ?? denied.action
  return {
    code: 'IAM_ROLE_PERMISSIONS',
    message: `The IAM role ${roleArn} does not give you permission to perform operations in the following AWS service: ${service}. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`,
  }
}
