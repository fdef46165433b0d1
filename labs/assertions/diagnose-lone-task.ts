import type { Task } from '@aws-sdk/client-ecs'
import { shortTaskId } from './service-state.ts'
import { fail, type Fail } from './verdicts.ts'

/** Why a task that no service keeps has ended, and what to do before it is run again. */
export function diagnoseLoneTask(task: Task, lab: { logGroup: string; lab: string }): Fail {
  const reason = task.stoppedReason ?? ''
  const observed = `task ${shortTaskId(task.taskArn)} stopped: ${reason}`
  const explain = EXPLANATIONS.find(({ matches }) => matches.test(reason))?.explain ?? otherwise
  return explain(task, observed, lab)
}

type Explain = (task: Task, observed: string, lab: { logGroup: string; lab: string }) => Fail

const EXPLANATIONS: { matches: RegExp; explain: Explain }[] = [
  {
    matches: /^CannotPullContainerError.*(not found|manifest unknown|does not exist|not in the catalogue)/s,
    explain: (task, observed) =>
      fail('image-not-found', {
        title: 'There is no such image',
        expected: 'an image that is in its registry, under that very tag',
        observed: `${observed} (the task definition asks for ${task.containers?.[0]?.image})`,
        next: 'Look at the tag after the last colon. Register the task definition again with the right one, then run the new revision. No service stands behind this task, so nobody tries again for you.',
      }),
  },
  {
    matches: /^CannotPullContainerError.*platform/s,
    explain: (_task, observed) =>
      fail('image-platform', {
        title: 'The image is for another processor',
        expected: 'an image for linux/amd64, which Fargate runs unless told otherwise',
        observed,
        next: 'Build the image with --platform linux/amd64, push it, and run the task again.',
      }),
  },
  {
    matches: /^(CannotPullContainerError|ResourceInitializationError: unable to pull)/,
    explain: (_task, observed) =>
      fail('image-not-pulled', {
        title: 'The task cannot reach the registry',
        expected: 'a task that can fetch its image',
        observed,
        next: 'A task in a public subnet reaches the internet only with a public address. Write assignPublicIp=ENABLED, and run the task again.',
      }),
  },
  {
    matches: /failed to validate logger args|log group does not exist/,
    explain: (_task, observed, { logGroup, lab }) =>
      fail('log-group-missing', {
        title: 'The log group is not there',
        expected: `the log group ${logGroup}, which the task definition names`,
        observed,
        next: `Create it: \`aws logs create-log-group --log-group-name ${logGroup} --tags slipway-lab=${lab}\`, then run the task again.`,
      }),
  },
  {
    matches: /^Essential container in task exited|^OutOfMemoryError/,
    explain: (task, observed) => {
      const container = task.containers?.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
      const code = container?.exitCode
      return fail('container-exited', {
        title: 'The container ended by itself',
        expected: 'a container that goes on running',
        observed: `${observed}${code === undefined ? '' : `, exit code ${code}`}${container?.reason ? `, ${container.reason}` : ''}`,
        next: 'Open Logs: its last lines say why the program ended. Mend that, and run the task again.',
      })
    },
  },
]

const otherwise: Explain = (_task, observed) =>
  fail('task-stopped', {
    title: 'The task has stopped',
    expected: 'a task that is RUNNING',
    observed,
    next: 'Run this step’s command again. If ECS stopped the task, mend first what the reason above names.',
  })
