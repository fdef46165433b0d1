import { DescribeNetworkInterfacesCommand, type NetworkInterface } from '@aws-sdk/client-ec2'
import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'

/** The reads that `newestTask` and `readTask` make. */
export const TASK_READS = ['ecs:ListTasks', 'ecs:DescribeTasks']

/** The newest task of the family that is meant to run, or else the newest that has stopped; undefined without any. */
export async function newestTask(
  account: LabAccount,
  { cluster, family, startedBy }: { cluster: string; family: string; startedBy?: string },
): Promise<Task | undefined> {
  try {
    const arns: string[] = []
    for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
      const { taskArns = [] } = await account.aws.ecs.send(
        new ListTasksCommand({ cluster, family, desiredStatus, maxResults: 50 }),
      )
      arns.push(...taskArns)
    }
    const tasks = await describe(account, cluster, arns)
    return tasks
      .filter(task => startedBy === undefined || task.startedBy === startedBy)
      .toSorted(
        (one, other) =>
          Number(other.desiredStatus === 'RUNNING') - Number(one.desiredStatus === 'RUNNING') ||
          Number(other.createdAt ?? 0) - Number(one.createdAt ?? 0),
      )[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The task with this id; undefined when it was never there, or AWS has forgotten it. */
export async function readTask(account: LabAccount, cluster: string, id: string): Promise<Task | undefined> {
  try {
    return (await describe(account, cluster, [id]))[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Where the task is plugged into the network; undefined before that, and after its end. */
export async function interfaceOf({ aws }: LabAccount, task: Task): Promise<NetworkInterface | undefined> {
  const id = task.attachments
    ?.flatMap(({ details = [] }) => details)
    .find(({ name }) => name === 'networkInterfaceId')?.value
  if (!id) return undefined
  const { NetworkInterfaces } = await aws.ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'network-interface-id', Values: [id] }] }),
  )
  return NetworkInterfaces?.[0]
}

async function describe({ aws }: LabAccount, cluster: string, tasks: string[]): Promise<Task[]> {
  if (tasks.length === 0) return []
  const answer = await aws.ecs.send(new DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] }))
  return answer.tasks ?? []
}

/** A task's id, 32 digits. */
export function taskIdOf({ taskArn = '' }: Task): string {
  return taskArn.split('/').at(-1) ?? ''
}
