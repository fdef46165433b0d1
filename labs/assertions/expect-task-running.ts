import type { LabAccount, Verdict } from '../define.ts'
import { diagnoseLoneTask } from './diagnose-lone-task.ts'
import { interfaceOf, newestTask, TASK_READS, taskIdOf } from './lone-tasks.ts'
import { describeRules, isShut, securityGroups } from './security-group-rules.ts'
import { shortTaskId } from './service-state.ts'
import { fail, pass, tagMissing, waiting } from './verdicts.ts'

export interface ExpectedTask {
  cluster: string
  family: string
  /** On which visitors must get in. */
  ports: number[]
  logGroup: string
  lab: string
}

/** The reads that `expectTaskRunning` makes. */
export const TASK_RUNNING_READS = [
  ...TASK_READS,
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
]

/** A task of the family runs, with a public address and its door open. Gives `taskId`, `networkInterfaceId`, `publicIp`. */
export async function expectTaskRunning(account: LabAccount, wanted: ExpectedTask): Promise<Verdict> {
  const { cluster, family, ports, lab } = wanted
  const expected = `a task of ${family} in the cluster ${cluster}, RUNNING`
  const task = await newestTask(account, { cluster, family })
  if (!task) {
    return fail('task-missing', {
      title: 'No task yet',
      expected,
      observed: 'none, neither running nor lately stopped',
      next: 'Run this step’s command. If it printed an error, its last line names what does not fit.',
    })
  }
  const { taskArn = '', lastStatus } = task
  const untagged = tagMissing(task.tags, {
    lab,
    what: `a task of ${family}`,
    command: `aws ecs tag-resource --resource-arn ${taskArn} --tags key=slipway-lab,value=${lab}`,
  })
  if (untagged) return untagged
  if (task.desiredStatus === 'STOPPED') return diagnoseLoneTask(task, wanted)

  const short = shortTaskId(taskArn)
  const again = `Stop this one: \`aws ecs stop-task --cluster ${cluster} --task ${taskIdOf(task)}\``
  const plug = await interfaceOf(account, task)
  const publicIp = plug?.Association?.PublicIp
  // While it is PROVISIONING, the address may not have been given to it yet.
  if (plug && !publicIp && lastStatus !== 'PROVISIONING') {
    return fail('no-public-address', {
      title: 'The task has no public address',
      expected: 'a task with a public address, for nothing else joins it to the internet',
      observed: `task ${short} has only ${plug.PrivateIpAddress}, an address inside the network. On AWS it could not even fetch its image`,
      next: `${again}, then run this step’s command, with assignPublicIp=ENABLED.`,
    })
  }
  const groups = await securityGroups(account, plug?.Groups?.flatMap(({ GroupId }) => GroupId ?? []) ?? [])
  const shut = plug && ports.find(port => isShut(groups, port, []))
  if (shut) {
    return fail('security-group-shut', {
      title: 'The task stands behind a door that is shut',
      expected: `a security group that lets visitors in on port ${ports.join(' and ')}`,
      observed: `task ${short} stands behind ${groups.map(({ GroupId }) => GroupId).join(', ')}: ${groups.map(describeRules).join('; ')}`,
      next: `${again}, then run this step’s command: a task keeps the security group that it was started with.`,
    })
  }
  if (lastStatus !== 'RUNNING' || !publicIp) {
    return waiting('task-starting', {
      title: 'The task is on its way',
      expected,
      observed: `task ${short} is ${lastStatus}: ${MEANING[lastStatus ?? ''] ?? 'it is between two states'}`,
      next: 'Wait, and watch the Map.',
      retryAfterSeconds: 4,
      aboutSeconds: 40,
    })
  }
  return pass(
    `Task ${short} is RUNNING at ${publicIp}.`,
    { taskId: taskIdOf(task), networkInterfaceId: plug.NetworkInterfaceId ?? '', publicIp },
    [{ type: 'ecs:task', id: taskArn }],
  )
}

const MEANING: Record<string, string> = {
  PROVISIONING: 'Fargate finds a place for it and plugs it into the network',
  PENDING: 'its image is fetched and its containers are started',
  ACTIVATING: 'ECS finishes what has to be ready before it counts',
}
