import {
  BatchGetDeploymentsCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  type DeploymentInfo,
  type ECSTarget,
  type TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy'
import type { Aws } from '@slipway/labs/define.ts'
import type { AccountReading } from '../map/read-account.ts'
import type { CodeDeployReading } from './present-code-deploy.ts'

const DAYS_MS = 3 * 86_400_000
/** Described at most, of the newest. */
const MOST = 10
const GROUP_FRESH_MS = 30_000
/** The link to its rollback may be written after a deployment's end. */
const SETTLED_MS = 60_000

/** What does not change any more, so that it is asked for once: of one account and region. */
export interface CodeDeployCache {
  ended: Map<string, { info: DeploymentInfo; target: ECSTarget | undefined }>
  /** By deployment: its only target, `cluster:service`; null for what does not deploy to ECS. */
  targetIds: Map<string, string | null>
  routings: Map<string, TrafficRoutingConfig | undefined>
  groups: Map<string, { at: number; alarms: string[] }>
}

export const newCodeDeployCache = (): CodeDeployCache => ({
  ended: new Map(),
  targetIds: new Map(),
  routings: new Map(),
  groups: new Map(),
})

type Services = AccountReading['services']

/**
 * The latest CodeDeploy deployments of these services. Nothing is asked where CodeDeploy has no service; otherwise one list, one
 * batch, and one target for each deployment that is under way, besides what is asked once.
 */
export async function readCodeDeploy(
  aws: Aws,
  services: Services,
  cache: CodeDeployCache,
  now: number,
): Promise<CodeDeployReading[]> {
  const own = services.filter(({ service }) => service.deploymentController?.type === 'CODE_DEPLOY')
  if (own.length === 0) return []
  const { deployments = [] } = await aws.codedeploy.send(
    new ListDeploymentsCommand({ createTimeRange: { start: new Date(now - DAYS_MS) } }),
  )
  const targets = new Set(own.map(({ cluster, service }) => `${cluster}:${service.serviceName}`))
  const mayBeOurs = (id: string) => {
    const targetId = cache.targetIds.get(id)
    return targetId === undefined || (targetId !== null && targets.has(targetId))
  }
  const wanted = deployments.filter(mayBeOurs).slice(0, MOST)
  const asked = wanted.filter(id => !cache.ended.has(id))
  const { deploymentsInfo = [] } = asked.length
    ? await aws.codedeploy.send(new BatchGetDeploymentsCommand({ deploymentIds: asked }))
    : {}
  const fresh = new Map(deploymentsInfo.map(info => [info.deploymentId, info]))
  const read = await Promise.all(
    wanted.map(async id => {
      const known = cache.ended.get(id)
      const info = known?.info ?? fresh.get(id)
      return info ? readOne(aws, info, known?.target, own, cache, now) : null
    }),
  )
  return read.filter(one => one !== null)
}

async function readOne(
  aws: Aws,
  info: DeploymentInfo,
  known: ECSTarget | undefined,
  services: Services,
  cache: CodeDeployCache,
  now: number,
): Promise<CodeDeployReading | null> {
  const id = info.deploymentId ?? ''
  const targetId = await targetIdOf(aws, info, cache)
  if (targetId === null) return null
  const found = services.find(({ cluster, service }) =>
    // One that has not begun has no target yet.
    targetId === undefined ? services.length === 1 : targetId === `${cluster}:${service.serviceName}`,
  )
  if (!found) return null
  const target = known ?? (targetId === undefined ? undefined : await readTarget(aws, id, targetId))
  if (info.completeTime && now - info.completeTime.getTime() > SETTLED_MS) {
    cache.ended.set(id, { info, target })
  }
  const [routing, alarms] = await Promise.all([
    info.completeTime ? undefined : readRouting(aws, info.deploymentConfigName ?? '', cache),
    info.completeTime ? [] : readAlarms(aws, info, cache, now),
  ])
  return { info, target, routing, alarms, ...found }
}

async function targetIdOf(
  aws: Aws,
  { deploymentId = '', computePlatform }: DeploymentInfo,
  { targetIds }: CodeDeployCache,
): Promise<string | null | undefined> {
  if (computePlatform !== 'ECS') targetIds.set(deploymentId, null)
  const known = targetIds.get(deploymentId)
  if (known !== undefined) return known
  try {
    const answer = await aws.codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }))
    const targetId = answer.targetIds?.[0]
    if (targetId !== undefined) targetIds.set(deploymentId, targetId)
    return targetId
  } catch (error) {
    if (error instanceof Error && error.name === 'DeploymentNotStartedException') return undefined
    throw error
  }
}

async function readTarget(aws: Aws, deploymentId: string, targetId: string): Promise<ECSTarget | undefined> {
  const answer = await aws.codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId }))
  return answer.deploymentTarget?.ecsTarget
}

async function readRouting(
  aws: Aws,
  deploymentConfigName: string,
  { routings }: CodeDeployCache,
): Promise<TrafficRoutingConfig | undefined> {
  if (!routings.has(deploymentConfigName)) {
    const answer = await aws.codedeploy.send(new GetDeploymentConfigCommand({ deploymentConfigName }))
    routings.set(deploymentConfigName, answer.deploymentConfigInfo?.trafficRoutingConfig)
  }
  return routings.get(deploymentConfigName)
}

async function readAlarms(
  aws: Aws,
  { applicationName, deploymentGroupName }: DeploymentInfo,
  { groups }: CodeDeployCache,
  now: number,
): Promise<string[]> {
  const key = `${applicationName}/${deploymentGroupName}`
  const known = groups.get(key)
  if (known && now - known.at < GROUP_FRESH_MS) return known.alarms
  const { deploymentGroupInfo } = await aws.codedeploy.send(
    new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
  )
  const { enabled, alarms = [] } = deploymentGroupInfo?.alarmConfiguration ?? {}
  const names = enabled ? alarms.flatMap(({ name }) => name ?? []) : []
  groups.set(key, { at: now, alarms: names })
  return names
}
