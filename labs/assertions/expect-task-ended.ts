import type { LabAccount, Verdict } from '../define.ts'
import { newestTask, taskIdOf } from './lone-tasks.ts'
import { shortTaskId } from './service-state.ts'
import { fail, pass, tagMissing, waiting } from './verdicts.ts'

export interface ExpectedEnd {
  cluster: string
  family: string
  /** What the task was started with as `--started-by`. */
  startedBy: string
  container: string
  lab: string
}

/** A task whose container ended by itself, in error. Gives `taskId`. */
export async function expectTaskEnded(account: LabAccount, wanted: ExpectedEnd): Promise<Verdict> {
  const { cluster, family, startedBy, container: name, lab } = wanted
  const expected = `a task started by ${startedBy}, whose container ${name} ends by itself`
  const task = await newestTask(account, { cluster, family, startedBy })
  if (!task) {
    return fail('task-missing', {
      title: 'No such task yet',
      expected,
      observed: `no task of ${family} that was started by ${startedBy}`,
      next: 'Run this step’s command. If it printed an error, its last line names what does not fit.',
    })
  }
  const { taskArn = '', lastStatus, stopCode, stoppedReason } = task
  const untagged = tagMissing(task.tags, {
    lab,
    what: `a task of ${family}`,
    command: `aws ecs tag-resource --resource-arn ${taskArn} --tags key=slipway-lab,value=${lab}`,
  })
  if (untagged) return untagged
  const short = shortTaskId(taskArn)
  if (lastStatus !== 'STOPPED') {
    return waiting('task-not-ended', {
      title: 'The task has not ended yet',
      expected,
      observed: `task ${short} is ${lastStatus}`,
      next: 'Wait: it will not live long.',
      retryAfterSeconds: 4,
      aboutSeconds: 60,
    })
  }
  const exitCode = task.containers?.find(container => container.name === name)?.exitCode
  if (stopCode !== 'EssentialContainerExited' || exitCode === undefined || exitCode === 0) {
    return fail('other-end', {
      title: 'It ended for another reason',
      expected,
      observed: `task ${short} stopped (${stopCode}): ${stoppedReason}`,
      next: 'Mend what that reason names, if it names anything, and run this step’s command again.',
    })
  }
  return pass(
    `Task ${short} stopped: ${stoppedReason}. Its container ${name} ended with exit code ${exitCode}.`,
    { taskId: taskIdOf(task) },
    [{ type: 'ecs:task', id: taskArn }],
  )
}
