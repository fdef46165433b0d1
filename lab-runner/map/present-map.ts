import type { Deployment, Service, Task, TaskSet } from '@aws-sdk/client-ecs'
import type { Action, LoadBalancer, Rule, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { MapDto } from '../contract.ts'
import { databaseCost, loadBalancerCost, taskCost } from './prices.ts'
import { testRules } from './test-routes.ts'
import { timeOf, type AccountReading } from './read-account.ts'

const MAX_EVENTS = 20

/** The drawing of an account. */
export function presentMap(reading: AccountReading, readAt: number): MapDto {
  const groupName = new Map(
    reading.targetGroups.map(({ group }) => [group.TargetGroupArn, group.TargetGroupName ?? '']),
  )
  const nameOf = (arn: string | undefined) => groupName.get(arn) ?? arn?.split('/').at(-2) ?? ''
  const tests = testRules(reading)
  return {
    readAt,
    loadBalancers: reading.loadBalancers.map(({ balancer, listeners }) => ({
      name: balancer.LoadBalancerName ?? '',
      dnsName: balancer.DNSName ?? '',
      state: balancer.State?.Code ?? '',
      zones: (balancer.AvailabilityZones ?? []).map(zone => zone.ZoneName ?? '').sort(),
      listeners: listeners.map(({ listener, rules }) => ({
        port: listener.Port ?? 0,
        protocol: listener.Protocol ?? '',
        rules: rules.map(rule => ({
          ...presentRule(rule, nameOf),
          test: tests.has(rule.RuleArn ?? ''),
        })),
      })),
    })),
    targetGroups: reading.targetGroups.map(({ group, health }) => ({
      name: group.TargetGroupName ?? '',
      protocol: group.Protocol ?? '',
      port: group.Port ?? 0,
      healthCheckPath: group.HealthCheckPath ?? '',
      targets: health.map(({ Target, TargetHealth }) => ({
        id: Target?.Id ?? '',
        port: Target?.Port ?? 0,
        state: TargetHealth?.State ?? '',
        reason: TargetHealth?.Description ?? TargetHealth?.Reason ?? null,
      })),
    })),
    services: reading.services.map(({ cluster, service }) => presentService(cluster, service, nameOf)),
    tasks: reading.tasks.map(task => presentTask(task, reading.services)),
    events: reading.services
      .flatMap(({ service }) => service.events ?? [])
      .map(event => ({ at: timeOf(event.createdAt), text: event.message ?? '' }))
      .sort((a, b) => b.at - a.at)
      .slice(0, MAX_EVENTS),
  }
}

/** USD an hour of what stands, as it would be on AWS. */
export function costPerHour(reading: AccountReading, region: string): number {
  const balancers = reading.loadBalancers
    .filter(({ balancer }) => balancer.State?.Code !== 'failed')
    .reduce((sum, { balancer }) => sum + loadBalancerCost(region, publicAddresses(balancer)), 0)
  const tasks = reading.tasks
    .filter(task => task.lastStatus !== 'STOPPED')
    .reduce((sum, task) => {
      const service = serviceOf(task, reading.services)
      const network = service?.networkConfiguration?.awsvpcConfiguration
      // ECS does not say it of a lone task: whether its interface has one, EC2 has said.
      const publicAddress = service
        ? network?.assignPublicIp === 'ENABLED'
        : reading.publicInterfaces.has(interfaceOf(task) ?? '')
      const spot = task.capacityProviderName === 'FARGATE_SPOT'
      return sum + taskCost(region, { cpu: task.cpu ?? '', memory: task.memory ?? '', publicAddress, spot })
    }, 0)
  const databases = reading.databases.reduce((sum, database) => {
    const { DBInstanceClass: instanceClass = '', AllocatedStorage: storageGigabytes = 0 } = database
    const stopped = database.DBInstanceStatus === 'stopped'
    return sum + databaseCost(region, { instanceClass, storageGigabytes, stopped })
  }, 0)
  return Math.round((balancers + tasks + databases) * 10_000) / 10_000
}

function interfaceOf(task: Task): string | undefined {
  return task.attachments
    ?.flatMap(({ details = [] }) => details)
    .find(({ name }) => name === 'networkInterfaceId')?.value
}

function publicAddresses(balancer: LoadBalancer): number {
  return balancer.Scheme === 'internet-facing' ? (balancer.AvailabilityZones ?? []).length : 0
}

function presentRule(rule: Rule, nameOf: (arn: string | undefined) => string) {
  const actions = rule.Actions ?? []
  const forward = actions.find(action => action.Type === 'forward')
  const groups = forward?.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: forward?.TargetGroupArn, Weight: 1 },
  ]
  return {
    priority: rule.Priority ?? '',
    conditions: (rule.Conditions ?? []).map(presentCondition),
    forwards: forward
      ? groups.map(group => ({ targetGroup: nameOf(group.TargetGroupArn), weight: group.Weight ?? 1 }))
      : [],
    other: forward ? null : (actions.map(presentAction).at(-1) ?? null),
  }
}

function presentCondition(condition: RuleCondition): string {
  const values =
    condition.PathPatternConfig?.Values ??
    condition.HostHeaderConfig?.Values ??
    condition.HttpRequestMethodConfig?.Values ??
    condition.SourceIpConfig?.Values ??
    condition.HttpHeaderConfig?.Values ??
    condition.QueryStringConfig?.Values?.map(({ Key, Value }) => (Key ? `${Key}=${Value}` : (Value ?? ''))) ??
    condition.Values ??
    []
  const header = condition.HttpHeaderConfig?.HttpHeaderName
  return `${header ?? condition.Field ?? 'condition'} ${values.join(' or ')}`
}

function presentAction(action: Action): string {
  if (action.Type === 'fixed-response')
    return `answers ${action.FixedResponseConfig?.StatusCode ?? ''} itself`
  if (action.Type === 'redirect') {
    const { Protocol, Host, Port, Path, StatusCode } = action.RedirectConfig ?? {}
    return `redirects to ${Protocol}://${Host}:${Port}${Path} (${StatusCode})`
  }
  return action.Type ?? ''
}

function presentService(
  cluster: string,
  service: Service,
  nameOf: (arn: string | undefined) => string,
): MapDto['services'][number] {
  return {
    cluster,
    name: service.serviceName ?? '',
    status: service.status ?? '',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    targetGroups: (service.loadBalancers ?? []).flatMap(({ targetGroupArn, advancedConfiguration }) =>
      [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn]
        .filter(arn => arn !== undefined)
        .map(nameOf),
    ),
    deployments: service.taskSets?.length
      ? service.taskSets.map(presentTaskSet)
      : (service.deployments ?? []).map(deployment => ({
          id: deployment.id ?? '',
          status: deployment.status ?? '',
          rolloutState: deployment.rolloutState ?? '',
          taskDefinition: revision(deployment.taskDefinition),
          desired: deployment.desiredCount ?? 0,
          running: deployment.runningCount ?? 0,
        })),
  }
}

/** A service of CodeDeploy's has task sets in the place of deployments. */
function presentTaskSet(taskSet: TaskSet): MapDto['services'][number]['deployments'][number] {
  return {
    id: taskSet.id ?? '',
    status: taskSet.status ?? '',
    rolloutState: taskSet.stabilityStatus ?? '',
    taskDefinition: revision(taskSet.taskDefinition),
    desired: taskSet.computedDesiredCount ?? 0,
    running: taskSet.runningCount ?? 0,
  }
}

function presentTask(task: Task, services: AccountReading['services']): MapDto['tasks'][number] {
  const address = task.attachments
    ?.flatMap(attachment => attachment.details ?? [])
    .find(detail => detail.name === 'privateIPv4Address')?.value
  const failed = task.containers?.find(
    container => container.exitCode !== undefined && container.exitCode !== 0,
  )
  const container = failed ?? task.containers?.find(one => one.exitCode !== undefined)
  const reason = task.containers?.find(one => one.reason)?.reason
  return {
    id: lastPart(task.taskArn),
    group: task.group ?? '',
    taskDefinition: revision(task.taskDefinitionArn),
    role: roleOf(task, serviceOf(task, services)),
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    health: task.healthStatus ?? 'UNKNOWN',
    ip: address ?? task.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address ?? null,
    zone: task.availabilityZone ?? '',
    stoppedReason: task.stoppedReason ?? reason ?? null,
    exitCode: container?.exitCode ?? null,
    cpu: task.cpu ?? '',
    memory: task.memory ?? '',
  }
}

function serviceOf(task: Task, services: AccountReading['services']): Service | undefined {
  return services.find(
    ({ service }) =>
      task.group === `service:${service.serviceName}` && task.clusterArn === service.clusterArn,
  )?.service
}

/** Blue is the deployment that serves: an older one that still has tasks while a newer one rolls out, else the newest. */
function roleOf(task: Task, service: Service | undefined): 'blue' | 'green' {
  const coming = comingTaskSet(service?.taskSets ?? []) ?? comingDeployment(service?.deployments ?? [])
  if (!coming) return 'blue'
  if (task.startedBy?.startsWith('ecs-svc/')) return task.startedBy === coming.id ? 'green' : 'blue'
  return task.taskDefinitionArn === coming.taskDefinition ? 'green' : 'blue'
}

/** Of several task sets the newest is green from its first task until the others have gone. */
function comingTaskSet(taskSets: TaskSet[]): TaskSet | undefined {
  if (taskSets.length < 2) return undefined
  const age = ({ createdAt }: TaskSet) => createdAt?.getTime() ?? 0
  return [...taskSets].sort((a, b) => age(b) - age(a))[0]
}

function comingDeployment(deployments: Deployment[]): Deployment | null {
  const primary = deployments.find(deployment => deployment.status === 'PRIMARY')
  const serving = deployments.some(
    deployment => deployment.status === 'ACTIVE' && (deployment.runningCount ?? 0) > 0,
  )
  return primary && serving && primary.rolloutState !== 'COMPLETED' ? primary : null
}

/** `web:3` of a task definition's ARN. */
function revision(arn: string | undefined): string {
  return lastPart(arn)
}

function lastPart(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? ''
}
