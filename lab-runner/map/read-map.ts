import type { Service } from '@aws-sdk/client-ecs'
import type { LabAccount } from '../../labs/define.ts'
import type { MapDto } from '../contract.ts'
import { loadBalancerCost, taskCost } from './prices.ts'
import { readLoadBalancers } from './read-load-balancers.ts'
import { presentService, presentTask, readServices } from './read-services.ts'

const EVENTS = 20

/** The account as it is now, from AWS's read APIs alone. Throws the SDK's errors. */
export async function readMap(account: LabAccount): Promise<MapDto> {
  const [{ loadBalancers, targetGroups }, { services, tasks }] = await Promise.all([
    readLoadBalancers(account.aws.elbv2),
    readServices(account.aws.ecs),
  ])
  return {
    readAt: Date.now(),
    loadBalancers,
    targetGroups,
    services: services.map(presentService),
    tasks: tasks.map(task => presentTask(task, services)),
    events: latestEvents(services),
  }
}

/** USD an hour on AWS of what the map shows: its load balancers, and its tasks with a public address each. */
export function costPerHour({ loadBalancers, tasks }: MapDto): number {
  const standing = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')
  return (
    loadBalancers.reduce((sum, { zones }) => sum + loadBalancerCost(zones.length), 0) +
    standing.reduce((sum, task) => sum + taskCost({ ...task, publicAddress: true }), 0)
  )
}

function latestEvents(services: Service[]): MapDto['events'] {
  return services
    .flatMap(({ events = [] }) => events)
    .map(({ createdAt, message }) => ({ at: createdAt?.getTime() ?? 0, text: message ?? '' }))
    .sort((a, b) => b.at - a.at)
    .slice(0, EVENTS)
}
