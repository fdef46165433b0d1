import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import { modifyHealthCheckPath } from './expect-target-group.ts'
import { describeRules, isShut } from './security-group-rules.ts'
import type { ServiceState } from './service-state.ts'
import { fail, type Fail } from './verdicts.ts'

export interface ExpectedDoors {
  port: number
  /** Where the app says that it is well. */
  healthCheckPath: string
  /** Security group that the tasks should have. */
  securityGroupId: string
}

/** Why the load balancer cannot use the tasks, as its health checks and the security groups show. */
export function diagnoseTargets(state: ServiceState, expected: ExpectedDoors): Fail | undefined {
  const { targetGroup, targets, tasks } = state
  const sick = targets.find(
    target => target.TargetHealth?.State === 'unhealthy' && !isOfOlderVersion(target, state),
  )
  const says = sick
    ? `${sick.Target?.Id}:${sick.Target?.Port} is unhealthy, ${sick.TargetHealth?.Reason}: ${sick.TargetHealth?.Description}`
    : ''
  const shut = shutDoor(state, expected, says)
  if (shut) return shut
  if (targets.some(({ TargetHealth }) => TargetHealth?.Reason === 'Target.NotInUse')) {
    return fail('target-group-unused', {
      title: 'No listener sends requests here',
      expected: 'a listener that forwards to the target group',
      observed: 'the target group is not used by any listener (Target.NotInUse)',
      next: 'Run the step that creates the listener again.',
    })
  }
  if (!sick || !targetGroup) return undefined
  const arn = targetGroup.TargetGroupArn ?? ''
  if (targetGroup.HealthCheckPath !== expected.healthCheckPath) {
    return fail('health-check-path', {
      title: 'The health check asks in the wrong place',
      expected: `the health check asks ${expected.healthCheckPath}, where the app answers 200`,
      observed: `it asks ${targetGroup.HealthCheckPath}, and ${says}`,
      next: `Correct the path: \`${modifyHealthCheckPath(arn, expected.healthCheckPath)}\`. ECS stops tasks that look ill and starts others, so give it a minute.`,
    })
  }
  if (sick.TargetHealth?.Reason === 'Target.ResponseCodeMismatch') {
    return fail('app-unhealthy', {
      title: 'The app says that it is not well',
      expected: `the answer 200 at ${expected.healthCheckPath}`,
      observed: says,
      next: 'Open Logs: the lines around the health checks say what is wrong with it.',
    })
  }
  // A program that is still starting gives no answer either. It is wrong when ECS has given up on more than one.
  const givenUp = tasks.filter(({ stoppedReason }) => /failed ELB health checks/.test(stoppedReason ?? ''))
  if (givenUp.length < 2) return undefined
  return fail('health-check-failed', {
    title: 'The health checks get no answer',
    expected: `an answer on port ${expected.port} at ${expected.healthCheckPath}`,
    observed: `${says}; ECS has stopped ${givenUp.length} tasks for that`,
    next: `The security groups let it in, so look at the task itself: does the app in it listen on port ${expected.port}, on all addresses? Open Logs.`,
  })
}

/** A version that goes says nothing of the one that comes. */
function isOfOlderVersion({ Target }: TargetHealthDescription, { tasks, primary }: ServiceState): boolean {
  const owner = tasks.find(({ attachments = [] }) =>
    attachments.some(({ details = [] }) =>
      details.some(({ name, value }) => name === 'privateIPv4Address' && value === Target?.Id),
    ),
  )
  return owner !== undefined && owner.startedBy !== primary.id
}

function shutDoor(
  { service, taskGroups, balancerGroupIds, targets }: ServiceState,
  { port, securityGroupId }: ExpectedDoors,
  says: string,
): Fail | undefined {
  if (balancerGroupIds.length === 0 || taskGroups.length === 0) return undefined
  const registered = targets.map(({ Target }) => Target?.Port).find(one => one !== undefined) ?? port
  if (!isShut(taskGroups, registered, balancerGroupIds)) return undefined
  const { subnets = [] } = service.networkConfiguration?.awsvpcConfiguration ?? {}
  const right = taskGroups.find(({ GroupId }) => GroupId === securityGroupId)
  const network = `'awsvpcConfiguration={subnets=[${subnets.join(',')}],securityGroups=[${securityGroupId}],assignPublicIp=ENABLED}'`
  const cluster = service.clusterArn?.split('/').at(-1)
  return fail('security-group-shut', {
    title: 'A security group shuts the load balancer out',
    expected: `the tasks’ security group lets in tcp ${registered} from the load balancer’s, ${balancerGroupIds.join(', ')}`,
    observed: `${taskGroups.map(describeRules).join('; ')}${says ? `. So ${says}` : ''}`,
    next: right
      ? `Open it: \`aws ec2 authorize-security-group-ingress --group-id ${securityGroupId} --protocol tcp --port ${registered} --source-group ${balancerGroupIds[0]}\``
      : `The service gave its tasks ${taskGroups.map(group => group.GroupName).join(', ')} instead of ${securityGroupId}. Correct it: \`aws ecs update-service --cluster ${cluster} --service ${service.serviceName} --network-configuration ${network}\``,
  })
}
