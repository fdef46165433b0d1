import { DeleteServiceCommand, DescribeServicesCommand, paginateListServices } from '@aws-sdk/client-ecs'
import type { LabAccount } from '../define.ts'
import { inChunks } from './in-chunks.ts'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { waitUntil } from './wait.ts'
import { isNotFound } from '../explain-errors.ts'

/** Services, and through them their tasks. */
export const ecsService: ResourceKind = {
  type: 'ecs:service',
  order: 10,

  async search(account, _labId, found) {
    const arns: string[] = []
    for (const { id: cluster } of found.filter(({ type }) => type === 'ecs:cluster')) {
      try {
        for await (const page of paginateListServices({ client: account.aws.ecs }, { cluster })) {
          arns.push(...(page.serviceArns ?? []))
        }
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
    return arns
  },

  async standing(account, labId, ids) {
    const services = await inChunks(byCluster(ids), 10, async (cluster, arns) =>
      describe(account, cluster, arns),
    )
    return services
      .filter(({ status }) => status !== 'INACTIVE')
      .flatMap(({ serviceArn = '', serviceName, tags }) =>
        itemOf(ecsService, labId, tags, { id: serviceArn, label: `service ${serviceName}` }),
      )
  },

  async remove(account, { id, label }, { signal, report }) {
    const cluster = clusterOf(id)
    await account.aws.ecs.send(new DeleteServiceCommand({ cluster, service: id, force: true }))
    await waitUntil(
      async () => {
        const [service] = await describe(account, cluster, [id])
        if (!service || service.status === 'INACTIVE') return true
        report(`Waiting for ${label} to end, ${service.runningCount ?? 0} tasks are still running`)
        return false
      },
      { signal, message: `${label} is still draining after 10 minutes. Reset again in a while.` },
    )
  },
}

async function describe(account: LabAccount, cluster: string, services: string[]) {
  try {
    const answer = await account.aws.ecs.send(
      new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }),
    )
    return answer.services ?? []
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}

/** The cluster's name in `service/lab/web` or `task/lab/0123…`. */
export function clusterOf(arn: string): string {
  return resourcePart(arn).split('/')[1] ?? 'default'
}

/** ARNs by the cluster that stands in them. */
export function byCluster(arns: string[]): Map<string, string[]> {
  return Map.groupBy(arns, clusterOf)
}
