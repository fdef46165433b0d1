import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunDto, StepState } from '../contract.ts'
import { createTestLab, settles, type TestLab } from '../test-support/test-lab.ts'
import { startWorkshop, until, type TestWorkshop } from '../test-support/workshop.ts'
import { RunEntity } from './run.entity.ts'
import { VerdictEntity } from './verdict.entity.ts'

const LAB = '/api/labs/test-lab'
let test: TestLab
let workshop: TestWorkshop

beforeEach(async () => {
  test = createTestLab()
  workshop = await startWorkshop([test.lab])
  const { body } = await workshop.api('GET', '/api/me')
  test.folder = join(workshop.home, 'state/learners', body.learnerId, 'labs/test-lab')
})
afterEach(() => workshop.close())

const post = (path: string, body: object = {}) => workshop.api('POST', `${LAB}${path}`, body)
const step = async (id: string): Promise<StepState> => {
  const { body, text } = await workshop.api('GET', LAB)
  if (!body?.steps) throw new Error(text)
  return body.steps.find((one: StepState) => one.id === id)
}
const reaches = (id: string, status: StepState['status']) =>
  until(async () => {
    const now = await step(id)
    return now.status === status && now
  })
const ends = (id: string) =>
  until(async () => {
    const run = await workshop.runner.deps.database.getRepository(RunEntity).findOneBy({ id })
    return run?.endedAt ? run : null
  })

describe('Run', () => {
  it('types the commands, then checks; outputs go into the next commands', async () => {
    expect((await step('copy-note')).commands).toEqual(['echo ‹write-note.content›-copy > copy'])
    const { status, body } = await post('/steps/write-note/run')
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'run', stepId: 'write-note', status: 'running' })
    const done = await reaches('write-note', 'done')
    expect(done.verdict).toMatchObject({ status: 'pass', observed: 'It says first.', attempt: 1 })
    expect(done.lastRun).toMatchObject({ status: 'succeeded', exitCode: 0 })
    expect((await step('copy-note')).commands).toEqual(['echo first-copy > copy'])
    expect((await workshop.api('GET', '/api/labs')).body[0]).toMatchObject({ stepsDone: 1, steps: 3 })
  })

  it('stops at the first command that fails, says so, and checks all the same', async () => {
    test.lab.steps[0]!.commands = () => ['(exit 4)', 'echo never > note']
    const { body } = await post('/steps/write-note/run')
    const run = await ends(body.id)
    expect(run).toMatchObject({ status: 'failed', exitCode: 4 })
    expect(run.message).toContain('Command 1 of 2 ended with exit code 4')
    expect(await reaches('write-note', 'notyet')).toMatchObject({ verdict: { reason: 'no-file' } })
    expect(existsSync(join(test.folder, 'note'))).toBe(false)
  })

  it('is one execution under many clicks', async () => {
    test.lab.steps[0]!.commands = () => ['echo x >> note; sleep 0.3']
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/steps/write-note/run')))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
    await reaches('write-note', 'done')
    expect(readFileSync(join(test.folder, 'note'), 'utf8')).toBe('x\n')
  })

  it('refuses another step while one is at work, and a step that needs another', async () => {
    test.lab.steps[0]!.commands = () => ['sleep 0.5; echo x > note']
    expect((await post('/steps/copy-note/run')).body).toMatchObject({ code: 'blocked' })
    await post('/steps/write-note/run')
    expect(await post('/steps/write-note/solve')).toMatchObject({ status: 409, body: { code: 'busy' } })
  })

  it('refuses to type into a terminal where the learner runs something', async () => {
    const { socket, state } = await workshop.socket()
    const terminalId = state.terminals[0]!.id
    await socket.emitWithAck('terminal:attach', { terminalId, from: 0 })
    socket.emit('terminal:input', { terminalId, data: 'sleep 30\r' })
    const answer = await post('/steps/write-note/run')
    // Enter may have reached the shell only after the run was admitted: it then fails without having typed anything.
    if (answer.status === 201) {
      expect(await ends(answer.body.id)).toMatchObject({ status: 'failed' })
    }
    expect(await post('/steps/write-note/run')).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy' },
    })
    expect(existsSync(join(test.folder, 'note'))).toBe(false)
  })
})

describe('a check', () => {
  it('tells wrong, settling and failed apart', async () => {
    await post('/steps/write-note/check')
    await reaches('write-note', 'notyet')
    test.answer.set('write-note', () =>
      Promise.reject(Object.assign(new Error('slow down'), { name: 'ThrottlingException' })),
    )
    await post('/steps/write-note/check')
    expect(await reaches('write-note', 'error')).toMatchObject({
      verdict: { reason: 'aws-busy', title: 'AWS is busy' },
    })
    test.answer.set('write-note', () => {
      throw new TypeError('secret internals')
    })
    await post('/steps/write-note/check')
    const failed = await until(async () => {
      const now = await step('write-note')
      return now.verdict?.reason === 'check-failed' && now
    })
    expect(JSON.stringify(failed)).not.toContain('secret internals')
    const history = await workshop.runner.deps.database
      .getRepository(VerdictEntity)
      .find({ order: { attempt: 'ASC' } })
    expect(history.map(one => [one.attempt, one.status])).toEqual([
      [1, 'fail'],
      [2, 'error'],
      [3, 'error'],
    ])
  })

  it('looks again by itself at the time that the account’s own clock makes of it', async () => {
    let looks = 0
    test.answer.set('write-note', () =>
      ++looks < 3 ? settles(10) : { status: 'pass', observed: 'There.', outputs: {}, made: [] },
    )
    await post('/steps/write-note/check')
    const settling = await reaches('write-note', 'settling')
    // Ten seconds at AWS's pace are one at ten times that.
    expect(settling.verdict!.retryAt! - settling.verdict!.checkedAt).toBe(1_000)
    expect(settling.verdict!.aboutSeconds).toBe(10)
    await reaches('write-note', 'done')
    expect(looks).toBe(3)
  })

  it('goes on looking after a restart', async () => {
    test.answer.set('write-note', () => settles(20))
    await post('/steps/write-note/check')
    await reaches('write-note', 'settling')
    await workshop.restart()
    test.answer.delete('write-note')
    await reaches('write-note', 'notyet')
  })

  it('is made when the learner types the command of a step by hand', async () => {
    const { socket, state } = await workshop.socket()
    const terminalId = state.terminals[0]!.id
    await socket.emitWithAck('terminal:attach', { terminalId, from: 0 })
    socket.emit('terminal:input', { terminalId, data: 'ls\r' })
    socket.emit('terminal:input', { terminalId, data: 'echo by hand > note\r' })
    expect(await reaches('write-note', 'done')).toMatchObject({ verdict: { observed: 'It says by hand.' } })
    expect(test.checks['write-note']).toBe(1)
  })

  it('is not made in another account than the confirmed one', async () => {
    await workshop.api('GET', LAB)
    const { deps } = workshop.runner
    const { body: me } = await workshop.api('GET', '/api/me')
    const other = workshop.sandbox.createAccount()
    await expect(deps.accounts.ready(me.learnerId, other.accountId)).rejects.toMatchObject({
      code: 'other-account',
    })
    expect(test.checks).toEqual({})
  })
})

it('Show me ends in shown; Run afterwards in done', async () => {
  await post('/steps/write-note/solve')
  await reaches('write-note', 'shown')
  await post('/steps/write-note/run')
  await reaches('write-note', 'done')
})

it('Start from here does what comes before, in order, and no more', async () => {
  const { body } = await post('/steps/publish-note/start-from')
  expect(body).toMatchObject({ kind: 'start-from', stepId: 'publish-note' })
  expect(await ends(body.id)).toMatchObject({ status: 'succeeded' })
  expect((await step('copy-note')).verdict!.observed).toBe('It says first-copy.')
  expect(await step('publish-note')).toMatchObject({ status: 'todo', blockedBy: [] })
  expect((await step('write-note')).status).toBe('shown')
})

it('hints open one by one', async () => {
  expect((await post('/steps/write-note/hint', { index: 1 })).status).toBe(409)
  expect((await post('/steps/write-note/hint', { index: 0 })).body.hints).toEqual([
    'First hint of write-note',
  ])
  expect((await post('/steps/write-note/hint', { index: 1 })).body.hints).toHaveLength(2)
  expect((await post('/steps/write-note/hint', { index: 2 })).status).toBe(409)
})

describe('Reset', () => {
  it('cancels what is at work, clears the session, and keeps the learner’s files aside', async () => {
    await post('/steps/write-note/run')
    await reaches('write-note', 'done')
    test.lab.steps[1]!.commands = () => ['sleep 60']
    const { body: run } = await post('/steps/copy-note/run')
    await reaches('copy-note', 'running')
    const [first, second] = await Promise.all([post('/reset'), post('/reset')])
    expect(first.body.id).toBe(second.body.id)
    expect(await ends(run.id)).toMatchObject({ status: 'failed', message: 'Cancelled by the reset.' })
    expect(await ends(first.body.id)).toMatchObject({ status: 'succeeded' })
    expect(await step('write-note')).toMatchObject({ status: 'todo', verdict: null })
    expect(existsSync(join(test.folder, 'note'))).toBe(false)
    expect(existsSync(join(`${test.folder}.before-reset`, 'note'))).toBe(true)
  })

  it('names what it could not delete, and keeps it in the ledger', async () => {
    test.made = [{ type: 'unknown:thing', id: 'thing-1' }]
    await post('/steps/write-note/run')
    await reaches('write-note', 'done')
    const plan = await workshop.api('GET', `${LAB}/reset`)
    expect(plan.body.resources).toMatchObject([{ type: 'unknown:thing', id: 'thing-1' }])
    const run = await ends((await post('/reset')).body.id)
    expect(run.status).toBe('failed')
    expect(run.message).toContain('1 left')
    expect((await workshop.api('GET', `${LAB}/reset`)).body.resources).toHaveLength(1)
  })
})

it('a run of a process that is gone is interrupted at the next start, and can be run again', async () => {
  test.lab.steps[0]!.commands = () => ['sleep 60']
  const { body } = await post('/steps/write-note/run')
  await reaches('write-note', 'running')
  await workshop.restart()
  expect(await ends(body.id)).toMatchObject({ status: 'interrupted', activeKey: null })
  const stopped = await step('write-note')
  expect(stopped.status).toBe('stopped')
  expect((stopped.lastRun as RunDto).message).toContain('run it again')
  test.lab.steps[0]!.commands = () => ['echo again > note']
  expect((await post('/steps/write-note/run')).status).toBe(201)
  await reaches('write-note', 'done')
})

it('a value that a shell would interpret is never typed', async () => {
  const canary = join(workshop.home, 'canary')
  test.answer.set('write-note', () => ({
    status: 'pass',
    observed: 'There.',
    outputs: { content: `$(touch ${canary})` },
    made: [],
  }))
  await post('/steps/write-note/check')
  await reaches('write-note', 'done')
  expect(await post('/steps/copy-note/run')).toMatchObject({ status: 409, body: { code: 'unsafe-value' } })
  expect((await step('copy-note')).commands).toEqual(['echo ‹write-note.content›-copy > copy'])
  expect(existsSync(canary)).toBe(false)
})
