import type { Service, Task } from '@aws-sdk/client-ecs'
import { findService, readService, SERVICE_READS } from '../assertions/service-state.ts'
import { fail, type Fail } from '../assertions/verdicts.ts'
import type { LabAccount } from '../define.ts'
import { CLUSTER, NAME, SPLIT } from './names.ts'

/** The reads that `readFleet` makes; the service has no load balancer. */
export const FLEET_READS = [...SERVICE_READS]

/** The service, its tasks of the newest deployment that run, by capacity provider, and those that stopped. */
export interface Fleet {
  service: Service
  counts: Record<string, number>
  running: Task[]
  stopped: Task[]
}

/** The service and its tasks, or what to say when there is no service. */
export async function readFleet(account: LabAccount): Promise<Fleet | Fail> {
  const service = await findService(account, { cluster: CLUSTER, service: NAME })
  if (!service) {
    return fail('service-missing', {
      title: 'No service yet',
      expected: `a service ${NAME} in the cluster ${CLUSTER}`,
      observed: 'no active service of that name',
      next: 'Run the commands of “Run five tasks”. If AWS refused one, the last line of its answer names what does not fit.',
    })
  }
  const { tasks, primary } = await readService(account, service)
  const running = tasks.filter(
    ({ lastStatus, desiredStatus, startedBy }) =>
      lastStatus === 'RUNNING' && desiredStatus === 'RUNNING' && startedBy === primary.id,
  )
  const counts: Record<string, number> = {}
  for (const { capacityProviderName = 'none' } of running) {
    counts[capacityProviderName] = (counts[capacityProviderName] ?? 0) + 1
  }
  return {
    service,
    counts,
    running,
    stopped: tasks.filter(({ desiredStatus }) => desiredStatus === 'STOPPED'),
  }
}

/** Whether as many run on each provider as wanted, and no more. */
export function isSplit({ counts, service }: Fleet, wanted: Record<string, number> = SPLIT): boolean {
  const names = Object.keys({ ...counts, ...wanted })
  return (
    names.every(name => (counts[name] ?? 0) === (wanted[name] ?? 0)) &&
    service.runningCount === service.desiredCount &&
    service.deployments?.length === 1
  )
}

/** `2 on FARGATE, 3 on FARGATE_SPOT` */
export function splitText(counts: Record<string, number>): string {
  return (
    Object.entries(counts)
      .toSorted()
      .map(([name, count]) => `${count} on ${name}`)
      .join(', ') || 'none'
  )
}
