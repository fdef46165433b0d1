import type { LabAccount, Verdict } from '../define.ts'
import { findService, readService, shortTaskId } from './service-state.ts'
import { fail, pass, waiting } from './verdicts.ts'

/** A task of the service was stopped by hand, and the service has as many running ones again, one of them younger. */
export async function expectTaskReplaced(
  account: LabAccount,
  { cluster, service: name }: { cluster: string; service: string },
): Promise<Verdict> {
  const service = await findService(account, { cluster, service: name })
  if (!service) {
    return fail('service-missing', {
      title: 'The service is gone',
      expected: `the service ${name} in the cluster ${cluster}`,
      observed: 'no active service of that name',
      next: 'Go back to the step that creates the service.',
    })
  }
  const { tasks } = await readService(account, service)
  const stopped = tasks.find(
    ({ stopCode, createdAt }) =>
      stopCode === 'UserInitiated' && Number(createdAt) >= Number(service.createdAt ?? 0),
  )
  if (!stopped) {
    return fail('no-task-stopped', {
      title: 'No task was stopped yet',
      expected: 'one task of the service, stopped by you',
      observed: `${service.runningCount} tasks run, and none was stopped by hand`,
      next: 'Run this step’s command.',
    })
  }
  const id = shortTaskId(stopped.taskArn)
  const successor = tasks.find(
    ({ lastStatus, desiredStatus, createdAt }) =>
      lastStatus === 'RUNNING' &&
      desiredStatus === 'RUNNING' &&
      Number(createdAt) > Number(stopped.stoppingAt ?? stopped.createdAt),
  )
  const { runningCount = 0, desiredCount = 0 } = service
  if (!successor || runningCount < desiredCount) {
    return waiting('task-being-replaced', {
      title: 'ECS is replacing it',
      expected: `${desiredCount} running tasks again, one of them new`,
      observed: `you stopped ${id}, ${runningCount} of ${desiredCount} run now`,
      next: 'Wait, and watch the Map: the service has noticed that one is missing.',
      retryAfterSeconds: 5,
      aboutSeconds: 60,
    })
  }
  return pass(
    `You stopped ${id}, ECS started ${shortTaskId(successor.taskArn)} in its place: ${runningCount} of ${desiredCount} run.`,
  )
}
