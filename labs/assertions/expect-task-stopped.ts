import type { LabAccount, Verdict } from '../define.ts'
import { readTask } from './lone-tasks.ts'
import { fail, pass, waiting } from './verdicts.ts'

/** The task was stopped by hand, and its container ended in order. */
export async function expectTaskStopped(
  account: LabAccount,
  { cluster, taskId }: { cluster: string; taskId: string },
): Promise<Verdict> {
  const task = await readTask(account, cluster, taskId)
  const short = taskId.slice(0, 6)
  const expected = `task ${short}, STOPPED by you`
  // AWS forgets a stopped task after an hour or so.
  if (!task) return pass(`Task ${short} ended so long ago that ECS has forgotten it.`)
  const { lastStatus, desiredStatus, stopCode, stoppedReason, containers = [] } = task
  if (desiredStatus !== 'STOPPED') {
    return fail('task-still-runs', {
      title: 'The task still runs',
      expected,
      observed: `task ${short} is ${lastStatus}, and nobody has asked it to stop`,
      next: `Stop it: \`aws ecs stop-task --cluster ${cluster} --task ${taskId} --reason 'I have seen enough'\``,
    })
  }
  if (lastStatus !== 'STOPPED') {
    return waiting('task-stopping', {
      title: 'The task is ending',
      expected,
      observed: `task ${short} is ${lastStatus}`,
      next: 'Wait: its program was asked to end, and has 30 seconds to do so.',
      retryAfterSeconds: 4,
      aboutSeconds: 30,
    })
  }
  const codes = containers.map(({ name, exitCode }) => `${name} with exit code ${exitCode ?? 'none'}`)
  return pass(`Task ${short} has stopped (${stopCode}, “${stoppedReason}”); ${codes.join(', ')}.`)
}
