import type { TaskDocument } from './store.ts'

/** Tasks by what a service counts: those that RUN, and those on the way there. */
export function countTasks(tasks: TaskDocument[]): { running: number; pending: number } {
  const pending = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING'])
  return {
    running: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pending: tasks.filter(
      ({ lastStatus, desiredStatus }) => pending.has(lastStatus) && desiredStatus === 'RUNNING',
    ).length,
  }
}
