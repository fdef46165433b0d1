import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs'
import type { Aws } from '@slipway/labs/define.ts'
import type { AccountReading } from '../map/read-account.ts'
import type { NativeReading } from './present-native.ts'

const DAYS_MS = 3 * 86_400_000
const MOST_SERVICES = 5
const MOST_OF_SERVICE = 4
/** What DescribeServiceDeployments and DescribeServiceRevisions take at most. */
const MOST_ARNS = 20
const ENDED = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'])

/** What does not change any more, and since when a stage has been seen: of one account and region. */
export interface NativeCache {
  ended: Map<string, ServiceDeployment>
  /** `web:2` by the ARN of a service revision. */
  taskDefinitions: Map<string, string>
  stages: Map<string, { stage: string; since: number; forward: string | undefined }>
}

export const newNativeCache = (): NativeCache => ({
  ended: new Map(),
  taskDefinitions: new Map(),
  stages: new Map(),
})

/** The latest deployments that ECS itself makes of these services: one list a service, one description of those under way. */
export async function readNative(
  aws: Aws,
  services: AccountReading['services'],
  cache: NativeCache,
  now: number,
): Promise<NativeReading[]> {
  const own = services
    .filter(({ service }) => (service.deploymentController?.type ?? 'ECS') === 'ECS')
    .slice(0, MOST_SERVICES)
  if (own.length === 0) return []
  const lists = await Promise.all(
    own.map(async found => {
      const { serviceDeployments = [] } = await aws.ecs.send(
        new ListServiceDeploymentsCommand({
          service: found.service.serviceArn,
          cluster: found.service.clusterArn,
          createdAt: { after: new Date(now - DAYS_MS) },
          maxResults: MOST_OF_SERVICE,
        }),
      )
      const arns = serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? [])
      return arns.slice(0, MOST_OF_SERVICE).map(arn => ({ arn, ...found }))
    }),
  )
  const listed = lists.flat().slice(0, MOST_ARNS)
  const asked = listed.map(({ arn }) => arn).filter(arn => !cache.ended.has(arn))
  const { serviceDeployments = [] } = asked.length
    ? await aws.ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: asked }))
    : {}
  for (const deployment of serviceDeployments) {
    if (!ENDED.has(deployment.status ?? '')) continue
    cache.ended.set(deployment.serviceDeploymentArn ?? '', deployment)
  }
  const fresh = new Map(serviceDeployments.map(one => [one.serviceDeploymentArn, one]))
  const found = listed.flatMap(({ arn, cluster, service }) => {
    const deployment = cache.ended.get(arn) ?? fresh.get(arn)
    return deployment ? [{ deployment, cluster, service }] : []
  })
  await readTaskDefinitions(
    aws,
    found.map(({ deployment }) => deployment),
    cache,
  )
  return found.map(one => ({
    ...one,
    taskDefinitions: cache.taskDefinitions,
    ...noteStage(one.deployment, cache, now),
  }))
}

async function readTaskDefinitions(
  aws: Aws,
  deployments: ServiceDeployment[],
  { taskDefinitions }: NativeCache,
): Promise<void> {
  const arns = deployments.flatMap(({ sourceServiceRevisions = [], targetServiceRevision }) => [
    ...sourceServiceRevisions.flatMap(({ arn }) => arn ?? []),
    ...(targetServiceRevision?.arn ? [targetServiceRevision.arn] : []),
  ])
  const unknown = [...new Set(arns)].filter(arn => !taskDefinitions.has(arn)).slice(0, MOST_ARNS)
  if (unknown.length === 0) return
  const { serviceRevisions = [] } = await aws.ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: unknown }),
  )
  // One that ECS has forgotten is not asked for again.
  for (const arn of unknown) taskDefinitions.set(arn, '')
  for (const { serviceRevisionArn, taskDefinition } of serviceRevisions) {
    taskDefinitions.set(serviceRevisionArn ?? '', taskDefinition?.split('/').at(-1) ?? '')
  }
}

/** A stage that was seen to begin began then; one that was met under way began at the latest change that ECS knows of. */
function noteStage(
  deployment: ServiceDeployment,
  { stages }: NativeCache,
  now: number,
): Pick<NativeReading, 'stageSince' | 'forwardStage'> {
  const { serviceDeploymentArn: arn = '', lifecycleStage, status } = deployment
  const weight = deployment.targetServiceRevision?.requestedProductionTrafficWeight ?? 0
  const stage = `${lifecycleStage ?? ''} ${weight}`
  const known = stages.get(arn)
  const forward = status === 'IN_PROGRESS' ? lifecycleStage : known?.forward
  if (known?.stage === stage) return { stageSince: known.since, forwardStage: forward }
  const updated = (deployment.updatedAt ?? deployment.startedAt)?.getTime() ?? now
  const since = Math.min(now, known ? Math.max(updated, known.since) : updated)
  stages.set(arn, { stage, since, forward })
  return { stageSince: since, forwardStage: forward }
}
