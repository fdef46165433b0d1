import { describe, expect, it } from 'vitest'
import { task } from '../testing/fake-lab.ts'
import { targetHealth, taskHealth } from './health.ts'

const stopped = (stoppedReason: string, exitCode: number | null) =>
  taskHealth(
    task('a', { lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stoppedReason, exitCode }),
    undefined,
  )

describe('taskHealth', () => {
  it('is red only for an end that nobody asked for', () => {
    expect(stopped('Scaling activity initiated by (deployment ecs-svc/1)', 143)).toMatchObject({
      kind: 'calm',
      words: 'Stopped',
    })
    expect(stopped('To see it replaced', 0).kind).toBe('calm')
    expect(stopped('To see it replaced', 1).kind).toBe('fail')
    expect(stopped('CannotPullContainerError: pull image manifest has been retried', null).kind).toBe('fail')
    expect(stopped('Essential container in task exited', 137)).toMatchObject({
      kind: 'fail',
      words: 'Stopped, 137',
    })
    expect(stopped('Task failed ELB health checks in (target-group web)', 0).kind).toBe('fail')
  })

  it('says what a starting task is at', () => {
    expect(taskHealth(task('a', { lastStatus: 'PENDING' }), undefined)).toMatchObject({
      kind: 'wait',
      words: 'Starting',
      detail: 'pulls its image',
    })
  })

  it('goes by the load balancer while a task runs behind one', () => {
    const target = { id: '1', port: 80, state: 'unhealthy', reason: 'Target.Timeout' }
    expect(taskHealth(task('a'), target)).toEqual({
      kind: 'fail',
      words: 'Unhealthy',
      detail: 'does not answer in time',
    })
    expect(taskHealth(task('a'), undefined).words).toBe('Running')
  })

  it('shows a reason that it has no words for as it stands', () => {
    expect(targetHealth({ id: '1', port: 80, state: 'unused', reason: 'Target.Strange' }).detail).toBe(
      'Target.Strange',
    )
  })
})
