import type { LabAccount, Verdict } from '../define.ts'
import { readTask } from './lone-tasks.ts'
import { shortTaskId } from './service-state.ts'
import { fail, pass } from './verdicts.ts'

/** The task still runs, and itself answers at its public address. */
export async function expectTaskAnswers(
  account: LabAccount,
  {
    cluster,
    taskId,
    publicIp,
    port,
    path = '/version',
    says = taskId,
  }: {
    cluster: string
    taskId: string
    publicIp: string
    port: number
    path?: string
    /** What its answer must contain. */
    says?: string
  },
): Promise<Verdict> {
  const task = await readTask(account, cluster, taskId)
  const short = taskId.slice(0, 6)
  if (task?.lastStatus !== 'RUNNING') {
    return fail('task-gone', {
      title: 'That task no longer runs',
      expected: `task ${short}, RUNNING`,
      observed: task
        ? `it is ${task.lastStatus}${task.stoppedReason ? `: ${task.stoppedReason}` : ''}`
        : 'AWS knows no such task any more',
      next: 'Go back to the step that runs the task, run and check it again. The new task gets another address.',
    })
  }
  const url = `http://${publicIp}:${port}${path}`
  const expected = `status 200 at ${url}, from task ${short}`
  const answer = await account.http(url).catch((error: Error) => error)
  if (answer instanceof Error) {
    return fail('no-answer', {
      title: 'The task does not answer',
      expected,
      observed: answer.message,
      next: 'Check the step that runs the task once more: it looks at the address and at the security group.',
    })
  }
  const { status, body } = answer
  if (status !== 200 || !body.includes(says)) {
    return fail('not-our-app', {
      title: 'Something else answers',
      expected,
      observed: `status ${status}, and: ${body.slice(0, 80)}`,
      next: 'Look at "image" in the task definition, and at the address.',
    })
  }
  return pass(`Task ${shortTaskId(task.taskArn)} answers at ${publicIp}:${port}.`)
}
