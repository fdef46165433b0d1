import { DescribeTasksCommand, paginateListTasks, StopTaskCommand } from '@aws-sdk/client-ecs'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { byCluster, clusterOf } from './ecs-service.ts'
import { inChunks } from './in-chunks.ts'
import { itemOf, labOf, type ResourceKind } from './resource-kind.ts'
import { waitUntil } from './wait.ts'

/** Tasks: those of services end with their service, others are stopped. */
export const ecsTask: ResourceKind = {
  type: 'ecs:task',
  order: 20,

  async search(account, _labId, found) {
    const arns: string[] = []
    for (const { id: cluster } of found.filter(({ type }) => type === 'ecs:cluster')) {
      try {
        for await (const page of paginateListTasks({ client: account.aws.ecs }, { cluster })) {
          arns.push(...(page.taskArns ?? []))
        }
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
    return arns
  },

  async standing(account, labId, ids) {
    const tasks = await inChunks(byCluster(ids), 100, async (cluster, arns) =>
      describe(account, cluster, arns),
    )
    return tasks
      .filter(({ lastStatus }) => lastStatus !== 'STOPPED')
      .filter(({ group, tags }) => labOf(tags) !== undefined || !group?.startsWith('service:'))
      .flatMap(({ taskArn = '', tags }) =>
        itemOf(ecsTask, labId, tags, { id: taskArn, label: `task ${taskArn.slice(-32, -26)}` }),
      )
  },

  async remove(account, { id, label }, { signal, report }) {
    const cluster = clusterOf(id)
    const stopped = async () => {
      const [task] = await describe(account, cluster, [id])
      return !task || task.lastStatus === 'STOPPED'
    }
    if (await stopped()) return
    await account.aws.ecs.send(new StopTaskCommand({ cluster, task: id, reason: 'Reset of the lab' }))
    report(`Waiting for ${label} to stop`)
    await waitUntil(stopped, {
      signal,
      message: `${label} has not stopped after 10 minutes. Reset again in a while.`,
    })
  },
}

async function describe(account: LabAccount, cluster: string, tasks: string[]) {
  try {
    const answer = await account.aws.ecs.send(new DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] }))
    return answer.tasks ?? []
  } catch (error) {
    if (isNotFound(error)) return []
    throw error
  }
}
