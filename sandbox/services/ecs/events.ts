import type { Clock } from '../../clock.ts'
import { randomUUID } from 'node:crypto'
import type { Failure } from '@aws-sdk/client-ecs'
import type { ServiceDocument, TaskDocument } from './store.ts'

const KEPT = 100

/** Tells something in the service's events. `after` milliseconds later than now. */
export function tell(clock: Clock, service: ServiceDocument, message: string, after = 0): void {
  const event = { id: randomUUID(), createdAt: clock.now() + after, message }
  service.events = [event, ...service.events].slice(0, KEPT)
}

const tasks = (list: Pick<TaskDocument, 'id'>[]) => list.map(({ id }) => `(task ${id})`).join(' ')

/** AWS's texts, without the `(service S)` that each begins with. */
const texts = {
  started: (list: TaskDocument[], replaced: number) =>
    [
      `has started ${list.length} tasks: ${tasks(list)}.`,
      ...(replaced > 0 ? [`Amazon ECS replaced ${replaced} tasks due to an unhealthy status.`] : []),
    ].join(' '),
  stopped: (list: TaskDocument[]) => `has stopped ${list.length} running tasks: ${tasks(list)}.`,
  registered: (count: number, targetGroup: string) =>
    `registered ${count} targets in (target-group ${targetGroup})`,
  deregistered: (count: number, targetGroup: string) =>
    `deregistered ${count} targets in (target-group ${targetGroup})`,
  completed: (deployment: string) => `(deployment ${deployment}) deployment completed.`,
  steady: () => 'has reached a steady state.',
  failed: (deployment: string, reason: string) => `(deployment ${deployment}) deployment failed: ${reason}`,
  rollingBack: (deployment: string) => `rolling back to deployment ${deployment}.`,
  unhealthy: (task: string, port: number, targetGroup: string, reason: string) =>
    `(task ${task}) (port ${port}) is unhealthy in (target-group ${targetGroup}) due to (reason ${reason}).`,
  unhealthyContainer: (task: string) => `(task ${task}) failed container health checks.`,
  notPlaced: (reason: string) => `was unable to place a task. Reason: ${reason}`,
  notLaunched: (error: string) => `failed to launch a task with (error ${error})`,
  impaired: () =>
    'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
}

/** Text of a service event. */
export function text<K extends keyof typeof texts>(
  service: ServiceDocument,
  kind: K,
  ...values: Parameters<(typeof texts)[K]>
): string {
  const write = texts[kind] as (...values: Parameters<(typeof texts)[K]>) => string
  return `(service ${service.serviceName}) ${write(...values)}`
}

/** What a service says of a reason for which an instance could not take a task. */
const LACKS: Record<string, string> = {
  'RESOURCE:CPU': 'has insufficient CPU units available',
  'RESOURCE:MEMORY': 'has insufficient memory available',
  'RESOURCE:PORTS': 'is already using a port required by your task',
}

/** Text of the event that tells that no instance could take a task. */
export function unplacedText({ serviceName }: ServiceDocument, { arn, reason = '' }: Failure): string {
  const unable = `(service ${serviceName}) was unable to place a task because no container instance met all of its requirements.`
  if (!arn) return `${unable} Reason: ${reason}`
  const instance = arn.slice(arn.lastIndexOf('/') + 1)
  const lacks = LACKS[reason] ?? `encountered error "${reason}"`
  return `${unable} The closest matching (container-instance ${instance}) ${lacks}. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`
}

/** Text of the event that tells that protected tasks hold up a scale-in, or with `ofOlder` a deployment. */
export function protectedText(
  service: ServiceDocument,
  deployment: string,
  count: number,
  ofOlder: boolean,
): string {
  const held = `was unable to scale in due to (reason ${count} tasks under protection)`
  return ofOlder
    ? `(service ${service.serviceName}) was unable to reach steady state because (taskSet ${deployment}) ${held}`
    : `(service ${service.serviceName}, taskSet ${deployment}) ${held}`
}

/** Text of the event that tells of draining, which names the deployment before a comma. */
export function drainingText(service: ServiceDocument, deployment: string, count: number): string {
  return `(service ${service.serviceName}, taskSet ${deployment}) has begun draining connections on ${count} tasks.`
}
