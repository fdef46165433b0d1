import { StopTaskCommand } from '@aws-sdk/client-ecs'
import { ModifyTargetGroupCommand, type TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  DescribeDBInstancesCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
  type DBInstance,
} from '@aws-sdk/client-rds'
import type { LabAccount } from '@slipway/labs/define.ts'
import type { ChaosDto, ChaosRequest } from '../contract.ts'
import type { AccountReading } from '../map/read-account.ts'
import { AppError } from '../security/app-error.ts'

/** A path that no site answers; it carries the one that it replaced, so that mending needs no memory of ours. */
const BROKEN = '/broken-on-purpose?was='
const REASON = 'Stopped on purpose, from the workshop'

type Aws = LabAccount['aws']

/** What there is to break: read from the account, so that it is right after a restart and in every tab. */
export async function readChaos(
  aws: Aws,
  reading: AccountReading,
  isWanted: DatabaseFilter,
): Promise<ChaosDto> {
  const databases = await readDatabases(aws, isWanted)
  return {
    tasks: serviceTasks(reading).length,
    healthChecks: checkedGroups(reading).map(group => ({
      targetGroup: group.TargetGroupName ?? '',
      broken: isBroken(group),
    })),
    databases: databases.map(({ DBInstanceIdentifier = '', DBInstanceStatus = '' }) => ({
      id: DBInstanceIdentifier,
      status: DBInstanceStatus,
    })),
  }
}

/** Whether a database belongs to the lab, by its tags. */
export type DatabaseFilter = (database: DBInstance) => boolean

/** Breaks or mends one thing, by the same calls that anybody with the account's rights could make; answers what was done. */
export async function makeChaos(
  aws: Aws,
  reading: AccountReading,
  request: ChaosRequest,
  isWanted: DatabaseFilter,
): Promise<string> {
  switch (request.action) {
    case 'stop-task':
      return stopTask(aws, reading)
    case 'break-health-check':
    case 'mend-health-check':
      return changeHealthCheck(aws, findGroup(reading, request.targetGroup), request.action)
    case 'stop-database':
    case 'start-database':
      return changeDatabase(aws, request, isWanted)
  }
}

async function stopTask(aws: Aws, reading: AccountReading): Promise<string> {
  const tasks = serviceTasks(reading)
  const task = tasks[Math.floor(Math.random() * tasks.length)]
  if (!task) {
    throw new AppError('nothing-to-stop', 409, 'No task of a service runs in your account.', {
      next: 'Start a service first.',
    })
  }
  await aws.ecs.send(new StopTaskCommand({ cluster: task.clusterArn, task: task.taskArn, reason: REASON }))
  return `Task ${task.taskArn?.split('/').at(-1)?.slice(0, 6)} was stopped. Its service starts another in its place.`
}

async function changeHealthCheck(
  aws: Aws,
  group: TargetGroup,
  action: 'break-health-check' | 'mend-health-check',
): Promise<string> {
  const name = group.TargetGroupName ?? ''
  const path = group.HealthCheckPath ?? '/'
  const breaks = action === 'break-health-check'
  if (breaks === isBroken(group))
    return `The health check of ${name} is ${breaks ? 'broken' : 'whole'} already.`
  const wanted = breaks ? BROKEN + encodeURIComponent(path) : decodeURIComponent(path.slice(BROKEN.length))
  await aws.elbv2.send(
    new ModifyTargetGroupCommand({ TargetGroupArn: group.TargetGroupArn, HealthCheckPath: wanted }),
  )
  return breaks
    ? `The health check of ${name} now asks for a path that is not there. Its targets will be unhealthy.`
    : `The health check of ${name} asks for ${wanted} again.`
}

async function changeDatabase(
  aws: Aws,
  { action, database: id }: Extract<ChaosRequest, { database: string }>,
  isWanted: DatabaseFilter,
): Promise<string> {
  const databases = await readDatabases(aws, isWanted)
  if (!databases.some(({ DBInstanceIdentifier }) => DBInstanceIdentifier === id)) {
    throw new AppError('unknown-database', 404, `There is no database "${id}" of this lab.`, {
      next: 'Reload the page to see those that are there.',
    })
  }
  const input = { DBInstanceIdentifier: id }
  if (action === 'stop-database') await aws.rds.send(new StopDBInstanceCommand(input))
  else await aws.rds.send(new StartDBInstanceCommand(input))
  return action === 'stop-database' ? `Database ${id} is being stopped.` : `Database ${id} is being started.`
}

async function readDatabases(aws: Aws, isWanted: DatabaseFilter): Promise<DBInstance[]> {
  try {
    const { DBInstances = [] } = await aws.rds.send(new DescribeDBInstancesCommand({}))
    return DBInstances.filter(isWanted)
  } catch (error) {
    // Who may not see databases has none to break; tasks and health checks are still there.
    if (error instanceof Error && error.name === 'AccessDenied') return []
    throw error
  }
}

function serviceTasks(reading: AccountReading) {
  return reading.tasks.filter(
    task =>
      task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING' && task.group?.startsWith('service:'),
  )
}

function checkedGroups(reading: AccountReading): TargetGroup[] {
  return reading.targetGroups
    .map(({ group }) => group)
    .filter(({ HealthCheckPath, LoadBalancerArns }) => HealthCheckPath && LoadBalancerArns?.length)
}

function findGroup(reading: AccountReading, name: string): TargetGroup {
  const group = checkedGroups(reading).find(({ TargetGroupName }) => TargetGroupName === name)
  if (group) return group
  throw new AppError(
    'unknown-target-group',
    404,
    `There is no target group "${name}" behind a load balancer.`,
    {
      next: 'Reload the page to see those that are there.',
    },
  )
}

function isBroken(group: TargetGroup): boolean {
  return group.HealthCheckPath?.startsWith(BROKEN) ?? false
}
