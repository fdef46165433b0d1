import {
  BatchGetDeploymentsCommand,
  type DeploymentInfo,
  type ECSTarget,
  GetDeploymentGroupCommand,
  type DeploymentGroupInfo,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-codedeploy'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'

/** The reads that `newestDeployment` and `deploymentTarget` make. */
export const DEPLOYMENT_READS = [
  'codedeploy:ListDeployments',
  'codedeploy:BatchGetDeployments',
  'codedeploy:GetDeploymentTarget',
]

const MOST_AT_ONCE = 25

export interface GroupName {
  application: string
  group: string
}

/** The deployment group; undefined when it or its application is not there. */
export async function findDeploymentGroup(
  { aws }: LabAccount,
  { application: applicationName, group: deploymentGroupName }: GroupName,
): Promise<DeploymentGroupInfo | undefined> {
  return ifThere(async () => {
    const answer = await aws.codedeploy.send(
      new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
    )
    return answer.deploymentGroupInfo
  })
}

/** The group's deployments, newest first. */
export async function deploymentsOf(
  { aws }: LabAccount,
  { application: applicationName, group: deploymentGroupName }: GroupName,
): Promise<DeploymentInfo[]> {
  const found = await ifThere(async () => {
    const { deployments = [] } = await aws.codedeploy.send(
      new ListDeploymentsCommand({ applicationName, deploymentGroupName }),
    )
    if (deployments.length === 0) return []
    const { deploymentsInfo } = await aws.codedeploy.send(
      new BatchGetDeploymentsCommand({ deploymentIds: deployments.slice(0, MOST_AT_ONCE) }),
    )
    return deploymentsInfo
  })
  return (found ?? []).toSorted((one, other) => Number(other.createTime ?? 0) - Number(one.createTime ?? 0))
}

/** The newest deployment that somebody started, not CodeDeploy itself to roll back; undefined when there is none. */
export async function newestDeployment(
  account: LabAccount,
  group: GroupName,
): Promise<DeploymentInfo | undefined> {
  const deployments = await deploymentsOf(account, group)
  return deployments.find(({ creator }) => creator !== 'codeDeployRollback')
}

/** What a deployment does to the service: its lifecycle events, and both task sets with their traffic. */
export async function deploymentTarget(
  { aws }: LabAccount,
  { deploymentId, service }: { deploymentId: string | undefined; service: string },
): Promise<ECSTarget> {
  const target = await ifThere(async () => {
    const command = new GetDeploymentTargetCommand({ deploymentId, targetId: service })
    return (await aws.codedeploy.send(command)).deploymentTarget?.ecsTarget
  })
  return target ?? {}
}

/** How the traffic is shared out now: `blue 90 %, green 10 %`. */
export function trafficOf({ taskSetsInfo = [] }: ECSTarget): string {
  const shares = taskSetsInfo.map(
    ({ taskSetLabel, trafficWeight = 0 }) => `${taskSetLabel?.toLowerCase()} ${trafficWeight} %`,
  )
  return shares.join(', ') || 'no task sets yet'
}

/** The lifecycle event that is under way, such as `Install`. */
export function currentEvent({ lifecycleEvents = [] }: ECSTarget): string {
  const current = lifecycleEvents.find(({ status }) => status === 'InProgress')
  return current?.lifecycleEventName ?? 'none'
}

/** What the AppSpec file of a deployment names, as far as it can be read by its words. */
export function appSpecOf({ revision }: DeploymentInfo): { content: string; taskDefinition: string } {
  const content = revision?.appSpecContent?.content ?? ''
  const named = /TaskDefinition["']?\s*:\s*["']?([^"'\s,}]+)/.exec(content)
  return { content, taskDefinition: named?.[1] ?? '' }
}

async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
