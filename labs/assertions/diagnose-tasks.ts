import type { Task } from '@aws-sdk/client-ecs'
import { shortTaskId, type ServiceState } from './service-state.ts'
import { fail, type Fail } from './verdicts.ts'

/** Why tasks of the newest deployment do not stay up; undefined when none of them failed, a later one runs, or as many as are wanted have started. */
export function diagnoseTasks({ tasks, primary, service }: ServiceState): Fail | undefined {
  const own = tasks.filter(({ startedBy }) => startedBy === primary.id)
  const failed = own.find(
    ({ lastStatus, stopCode }) =>
      lastStatus === 'STOPPED' &&
      (stopCode === 'TaskFailedToStart' || stopCode === 'EssentialContainerExited'),
  )
  if (!failed) return undefined
  const laterRuns = own.some(
    ({ lastStatus, createdAt }) =>
      lastStatus === 'RUNNING' && Number(createdAt) > Number(failed.stoppedAt ?? failed.createdAt),
  )
  const running = own.filter(({ lastStatus }) => lastStatus === 'RUNNING').length
  const othersStarted = failed.stopCode === 'TaskFailedToStart' && running >= (service.desiredCount ?? 1)
  if (laterRuns || othersStarted) return undefined
  const reason = failed.stoppedReason ?? ''
  const explain = EXPLANATIONS.find(({ matches }) => matches.test(reason))?.explain ?? neverSeen
  return explain(failed, {
    observed: `task ${shortTaskId(failed.taskArn)} stopped: ${reason}`,
    update: `aws ecs update-service --cluster ${service.clusterArn?.split('/').at(-1)} --service ${service.serviceName}`,
    family: service.taskDefinition?.split('/').at(-1)?.split(':')[0] ?? '',
  })
}

interface Facts {
  observed: string
  /** Begins the command that gives the service something new. */
  update: string
  family: string
}

const EXPLANATIONS: { matches: RegExp; explain: (task: Task, facts: Facts) => Fail }[] = [
  {
    matches: /^CannotPullContainerError.*(not found|manifest unknown|does not exist|not in the catalogue)/s,
    explain: (task, { observed, update, family }) =>
      fail('image-not-found', {
        title: 'There is no such image',
        expected: 'an image that is in its registry, under that very tag',
        observed: `${observed} (the task definition asks for ${task.containers?.[0]?.image})`,
        next: `Look at the tag after the last colon. Register the task definition again with the right one, then give the newest revision to the service: \`${update} --task-definition ${family}\`. Until then the service tries this image again and again; tasks of an earlier version go on serving.`,
      }),
  },
  {
    matches: /^CannotPullContainerError.*platform/s,
    explain: (_task, { observed }) =>
      fail('image-platform', {
        title: 'The image is for another processor',
        expected: 'an image for linux/amd64, which Fargate runs unless told otherwise',
        observed,
        next: 'Build the image with --platform linux/amd64, push it, and start a new deployment.',
      }),
  },
  {
    matches: /connection issue between the task and/,
    explain: (_task, { observed, update }) =>
      fail('aws-not-reached', {
        title: 'The tasks do not reach AWS',
        expected: 'a task that reaches the registry and CloudWatch',
        observed,
        next: `A task in a public subnet reaches them only with a public address; in a private one it needs a NAT gateway, or endpoints. Look for assignPublicIp=ENABLED in the service’s network configuration, and start again: \`${update} --force-new-deployment\``,
      }),
  },
  {
    matches: /^ResourceInitializationError.*not authorized to perform/s,
    explain: (_task, { observed }) =>
      fail('execution-role-denied', {
        title: 'ECS may not read what the task needs',
        expected: 'an execution role that may read the secrets and parameters of the task definition',
        observed,
        next: 'After “User:” stands who was refused: the execution role, with which ECS prepares the task. Allow it there what the message names; the task role does not count before the app runs. ECS then starts the tasks by itself.',
      }),
  },
  {
    matches: /^(CannotPullContainerError|ResourceInitializationError: unable to pull)/,
    explain: (_task, { observed, update }) =>
      fail('image-not-pulled', {
        title: 'The task cannot reach the registry',
        expected: 'a task that can fetch its image',
        observed,
        next: `A task in a public subnet reaches the internet only with a public address. Look for assignPublicIp=ENABLED in the service’s network configuration, and start again: \`${update} --force-new-deployment\``,
      }),
  },
  {
    matches: /failed to validate logger args|log group does not exist/,
    explain: (task, { observed }) => {
      const group = /log group ['"]?(\/[\w/-]+)/.exec(task.stoppedReason ?? '')?.[1] ?? '/ecs/web'
      return fail('log-group-missing', {
        title: 'The log group is not there',
        expected: `the log group that the task definition names`,
        observed,
        next: `Create it: \`aws logs create-log-group --log-group-name ${group}\`. ECS then starts the tasks by itself.`,
      })
    },
  },
  {
    matches: /unable to assume/i,
    explain: (_task, { observed }) =>
      fail('role-trust', {
        title: 'ECS may not take on the role',
        expected: 'an execution role that trusts ecs-tasks.amazonaws.com',
        observed,
        next: 'Go back to the step that makes the role, and check it there.',
      }),
  },
  {
    matches: /^Essential container in task exited|^OutOfMemoryError/,
    explain: (task, { observed }) => {
      const container = task.containers?.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
      const code = container?.exitCode
      if (/OutOfMemory/i.test(`${container?.reason} ${task.stoppedReason}`)) {
        return fail('out-of-memory', {
          title: 'The container ran out of memory',
          expected: 'a container that stays under its memory limit',
          observed: `${observed}, exit code ${code}: the kernel killed it at its memory limit`,
          next: 'Register the task definition again with more --memory, and update the service.',
        })
      }
      return fail('container-exited', {
        title: 'The container ended by itself',
        expected: 'a container that goes on running',
        observed: `${observed}${code === undefined ? '' : `, exit code ${code}`}`,
        next: 'Open Logs: its last lines say why the program ended.',
      })
    },
  },
]

function neverSeen(_task: Task, { observed }: Facts): Fail {
  return fail('task-failed', {
    title: 'The tasks do not start',
    expected: 'tasks that reach RUNNING',
    observed,
    next: 'The reason above is ECS’s own. Mend what it names; ECS tries again by itself every few moments.',
  })
}
