import { describe, expect, it } from 'vitest'
import type { DeploymentDto, DeploymentStage, DeploymentWait } from '../../../../lab-runner/contract.ts'
import { deployment, stage } from '../testing/fake-deployment.ts'
import {
  announcement,
  leftWords,
  nextWords,
  paceWords,
  relevant,
  seenVersions,
  stageTime,
  whereWords,
} from './track-words.ts'

const wait = (more: Partial<DeploymentWait>): DeploymentWait => ({
  ...{ kind: 'shift', since: 0, endsAt: 21_000, minutes: 5, then: 'shift', nextWeight: 100 },
  ...more,
})

describe('which deployment is shown', () => {
  const ended = (id: string) => deployment({ id, phase: 'succeeded' })
  const running = (id: string) => deployment({ id, phase: 'running' })

  it('is the newest under way, else the newest', () => {
    expect(relevant([])).toBeNull()
    expect(relevant([ended('b'), ended('a')])?.id).toBe('b')
    expect(relevant([ended('c'), running('b'), running('a')])?.id).toBe('b')
  })

  it('is the chosen one, until a newer one begins', () => {
    const chosen = { id: 'a', newest: 'b' }
    expect(relevant([ended('b'), ended('a')], chosen)?.id).toBe('a')
    expect(relevant([running('c'), ended('b'), ended('a')], chosen)?.id).toBe('c')
    expect(relevant([ended('b')], chosen)?.id).toBe('b')
  })
})

describe('what was deployed', () => {
  it('is all that is left, and serves, once it has succeeded', () => {
    const roles = (phase: DeploymentDto['phase'], weight: number | null) => {
      const { versions } = deployment()
      const weighted = versions.map(one => ({
        ...one,
        weight: weight === null ? null : one.role === 'green' ? weight : 100 - weight,
      }))
      return seenVersions({ versions: weighted, phase }).map(
        ({ taskDefinition, role }) => `${taskDefinition} ${role}`,
      )
    }
    expect(roles('running', 100)).toEqual(['web:1 blue', 'web:2 green'])
    expect(roles('succeeded', 100)).toEqual(['web:2 blue'])
    expect(roles('succeeded', null)).toEqual(['web:2 blue'])
  })
})

it.each([
  ['MANUAL_STOP', 'Deployment was stopped by somebody', 'deploy again when you are ready'],
  ['', 'Service deployment rolled back because a rollback was requested.', 'deploy again when you are ready'],
  ['ALARM_ACTIVE', 'One or more alarms', 'look at Logs'],
])('after %s %s: %s', (code, message, next) => {
  expect(nextWords({ code, message })).toContain(next)
})

describe('what it is at', () => {
  it.each<[string, Partial<DeploymentDto>]>([
    ['Waits for you before traffic moves', { wait: wait({ kind: 'ready', then: 'stop' }) }],
    ['Paused for your approval', { wait: wait({ kind: 'pause', then: 'roll-back' }) }],
    ['10 % to green', { wait: wait({}) }],
    ['All traffic to green', { wait: wait({ kind: 'termination', then: 'end-blue' }) }],
    ['All traffic to green', { wait: wait({ kind: 'bake', then: 'end-blue' }) }],
    ['At Install', { stages: [stage('BeforeInstall', 'done'), stage('Install', 'running')] }],
    ['Begins', { stages: [] }],
    ['Ends blue', { stages: [stage('AfterAllowTraffic', 'done')] }],
    ['Rolls back', { phase: 'rolling-back' }],
    ['Failed', { phase: 'failed' }],
    ['Rolled back', { phase: 'failed', status: 'ROLLBACK_SUCCESSFUL' }],
    ['Stopped', { phase: 'stopped' }],
    ['Succeeded', { phase: 'succeeded' }],
  ])('%s', (words, more) => {
    expect(whereWords(deployment(more))).toBe(words)
  })

  it.each<[string, Partial<DeploymentWait>, number]>([
    ['then all of it in 0:21', {}, 0],
    ['then 20 % in 0:01', { nextWeight: 20 }, 20_001],
    ['it stops in 10:00', { kind: 'ready', then: 'stop', endsAt: 600_000 }, 0],
    ['it rolls back in 24:00:00', { kind: 'pause', then: 'roll-back', endsAt: 86_400_000 }, 0],
    ['it goes on in 0:05', { kind: 'pause', then: 'continue', endsAt: 5000 }, 0],
    ['blue ends any moment now', { kind: 'bake', then: 'end-blue' }, 22_000],
  ])('and then: %s', (words, more, now) => {
    expect(leftWords({ wait: wait(more) }, now)).toBe(words)
  })

  it('nothing is left where nothing is waited for', () => {
    expect(leftWords({ wait: null }, 0)).toBeNull()
  })

  it('a screen reader hears where it is and why it failed, and no figure that ticks', () => {
    const shifting = deployment({ wait: wait({}), stages: [stage('AllowTraffic', 'running')] })
    expect(announcement(shifting)).toBe('Deployment d-4XK29QT7F: 10 % to green, at AllowTraffic')
    const failed = deployment({ phase: 'stopped', error: { code: 'ALARM_ACTIVE', message: 'One went off.' } })
    expect(announcement(failed)).toBe('Deployment d-4XK29QT7F: Stopped: One went off.')
  })
})

it.each([
  [1, null, 'Time as on AWS'],
  [10, null, 'Time 10 × as fast as on AWS'],
  [10, 5, 'Time 10 × as fast as on AWS: 5 min there'],
  [60, 1440, 'Time 60 × as fast as on AWS: 24 h there'],
  [1, 5, 'Time as on AWS: 5 min'],
])('at %s times, with %s minutes: %s', (scale, minutes, words) => {
  expect(paceWords(scale, minutes === null ? null : wait({ minutes }))).toBe(words)
})

it.each<[string, DeploymentStage['status'], number | null, number | null]>([
  ['to come', 'todo', null, null],
  ['skipped', 'skipped', null, null],
  ['now, 0:09', 'running', 1000, null],
  ['now', 'running', null, null],
  ['waits', 'waiting', null, null],
  ['14 s', 'done', 0, 14_200],
  ['1:05', 'done', 0, 65_000],
  ['', 'failed', null, null],
])('a stage’s time: %s', (words, status, startedAt, endedAt) => {
  expect(stageTime(stage('Install', status, { startedAt, endedAt }), 10_000)).toBe(words)
})
