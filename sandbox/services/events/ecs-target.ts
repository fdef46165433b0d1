import type { RunTaskRequest, TaskOverride } from '@aws-sdk/client-ecs'
import type { EcsParameters, Target } from '@aws-sdk/client-eventbridge'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { roleDenial } from '../ecs/execution-role.ts'
import { findActiveTaskDefinition } from '../ecs/lookup.ts'
import { runTask } from '../ecs/operations/run-task.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'
import { invalid } from './errors.ts'

export const CLUSTER = /^arn:aws:ecs:([a-z0-9-]+):(\d{12}):cluster\/([A-Za-z0-9\-_]{1,255})$/

/** Throws ValidationException. */
export function checkClusterTarget({ Arn = '', Id = '', RoleArn, EcsParameters }: Target): void {
  if (!CLUSTER.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
  if (!RoleArn) throw invalid(`RoleArn is required for target ${Arn}.`)
  if (!EcsParameters?.TaskDefinitionArn) {
    throw invalid(`Parameter(s) EcsParameters not valid for target ${Id}: TaskDefinitionArn is required.`)
  }
}

/** Runs the tasks of a target as its role. What its input says of overrides holds. Throws when the role or ECS refuse. */
export async function runTasksForEvent(
  sandbox: Sandbox,
  scope: Scope,
  { Arn = '', RoleArn = '', EcsParameters: parameters }: Target,
  text: string,
  ruleArn: string,
): Promise<void> {
  const [, region = '', , cluster = ''] = CLUSTER.exec(Arn) ?? []
  const rule = ruleArn.slice(ruleArn.indexOf('rule/') + 'rule/'.length)
  const to = sandbox.store.scope(scope.accountId, region)
  const definition = findActiveTaskDefinition(to, parameters?.TaskDefinitionArn)
  checkRole(sandbox, RoleArn, rule, [
    { action: 'ecs:RunTask', resource: definition.taskDefinitionArn },
    ...[definition.taskRoleArn, definition.executionRoleArn].flatMap(resource =>
      resource ? [{ action: 'iam:PassRole', resource }] : [],
    ),
  ])
  const request = { ...requestOf(parameters), cluster, startedBy: `events-rule/${rule}`.slice(0, 36) }
  const overrides = overridesIn(text)
  const principal = { ...{ accountId: scope.accountId, arn: RoleArn, userId: rule }, accessKeyId: '' }
  const place = { accountId: scope.accountId, region, scope: to, sandbox, principal, requestId: rule }
  const { failures = [] } = await runTask({ ...request, ...(overrides && { overrides }) }, place)
  if (failures.length > 0) throw new Error(`Tasks could not be started: ${JSON.stringify(failures)}`)
}

function checkRole(
  sandbox: Sandbox,
  roleArn: string,
  rule: string,
  asked: { action: string; resource: string }[],
): void {
  if (sandbox.config.auth !== 'on') return
  const role = findRole(sandbox.store, roleArn)
  if (!role || !serviceMayAssume(role, 'events.amazonaws.com', new Map())) {
    throw new Error(`events.amazonaws.com may not assume the role ${roleArn}.`)
  }
  for (const one of asked) {
    const denial = roleDenial(sandbox, { roleArn, taskId: rule, ...one })
    if (denial) throw new Error(denial)
  }
}

/** RunTask's parameters: EventBridge writes the same with other capitals. */
function requestOf(given: EcsParameters = {} as EcsParameters): RunTaskRequest {
  const network = given.NetworkConfiguration?.awsvpcConfiguration
  return {
    ...{ taskDefinition: given.TaskDefinitionArn, count: given.TaskCount ?? 1 },
    ...{ launchType: given.LaunchType, platformVersion: given.PlatformVersion, group: given.Group },
    ...{ propagateTags: given.PropagateTags, referenceId: given.ReferenceId },
    ...{
      enableECSManagedTags: given.EnableECSManagedTags,
      enableExecuteCommand: given.EnableExecuteCommand,
    },
    placementConstraints: given.PlacementConstraints,
    placementStrategy: given.PlacementStrategy,
    capacityProviderStrategy: given.CapacityProviderStrategy,
    tags: given.Tags?.map(({ Key: key, Value: value }) => ({ key, value })),
    ...(network && {
      networkConfiguration: {
        awsvpcConfiguration: {
          ...{ subnets: network.Subnets, securityGroups: network.SecurityGroups },
          assignPublicIp: network.AssignPublicIp,
        },
      },
    }),
  }
}

/** RunTask's overrides in an input; an event as it is has none. */
function overridesIn(text: string): TaskOverride | undefined {
  try {
    const given = JSON.parse(text) as TaskOverride
    const { containerOverrides, cpu, memory, ephemeralStorage, executionRoleArn, taskRoleArn } = given
    if (!Array.isArray(containerOverrides)) return undefined
    return { containerOverrides, cpu, memory, ephemeralStorage, executionRoleArn, taskRoleArn }
  } catch {
    return undefined
  }
}
