import { invalidInput, protectedRole } from './errors.ts'
import { type IamState, type Role, uniqueId } from './store.ts'

/** Services that have a service-linked role, with its name and policy. */
const LINKED: Readonly<Record<string, { name: string; policy: string; description: string }>> = {
  'ecs.amazonaws.com': {
    name: 'AWSServiceRoleForECS',
    policy: 'AmazonECSServiceRolePolicy',
    description: 'Role to enable Amazon ECS to manage your cluster.',
  },
  'ecs.application-autoscaling.amazonaws.com': {
    name: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
    policy: 'AWSApplicationAutoscalingECSServicePolicy',
    description: '',
  },
  'elasticloadbalancing.amazonaws.com': {
    name: 'AWSServiceRoleForElasticLoadBalancing',
    policy: 'AWSElasticLoadBalancingServiceRolePolicy',
    description: 'Allows ELB to call AWS services on your behalf.',
  },
}

const PATH = '/aws-service-role/'

/** Makes the service-linked role of a service; InvalidInput when the account has it, or the service has none. */
export function createServiceLinkedRole(state: IamState, serviceName: string, now: number): Role {
  const linked = LINKED[serviceName]
  if (!linked) {
    throw invalidInput(
      `Service ${serviceName} has no service-linked role here; those that have are ${Object.keys(LINKED).join(', ')}.`,
    )
  }
  if (state.roles.has(linked.name)) {
    throw invalidInput(
      `Service role name ${linked.name} has been taken in this account, please try a different suffix.`,
    )
  }
  const path = `${PATH}${serviceName}/`
  const role: Role = {
    RoleName: linked.name,
    RoleId: uniqueId('AROA'),
    Path: path,
    Arn: `arn:aws:iam::${state.scope.accountId}:role${path}${linked.name}`,
    Description: linked.description,
    createdAt: now,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: serviceName }, Action: 'sts:AssumeRole' }],
    }),
    MaxSessionDuration: 3600,
    inlinePolicies: {},
    attachedPolicies: [`arn:aws:iam::aws:policy${PATH}${linked.policy}`],
    tags: [],
  }
  state.roles.put(role.RoleName, role)
  return role
}

/** Makes a service's service-linked role if the account has none yet. */
export function ensureServiceLinkedRole(state: IamState, serviceName: string, now: number): void {
  const linked = LINKED[serviceName]
  if (linked && !state.roles.has(linked.name)) createServiceLinkedRole(state, serviceName, now)
}

/** True for roles that a service made for itself. */
export function isServiceLinked({ Path }: Role): boolean {
  return Path.startsWith(PATH)
}

/** UnmodifiableEntity for roles that only AWS changes. */
export function refuseServiceLinked(role: Role): void {
  if (isServiceLinked(role)) throw protectedRole(role.RoleName)
}
