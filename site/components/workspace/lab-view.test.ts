import { describe, expect, it } from 'vitest'
import { currentStep, emptyView, type LabEvent, type LabView, obstacle, reduce } from './lab-view.ts'
import { freshLab, runOf, verdict } from './testing/fake-lab.ts'

const after = (...events: LabEvent[]): LabView =>
  events.reduce(reduce, reduce(emptyView, { type: 'joined', lab: freshLab(), at: 1 }))

const firstStep = (view: LabView) => {
  const step = view.lab?.steps[0]
  if (step === undefined) throw new Error('no step')
  return step
}

describe('reduce', () => {
  it('takes in a step that the server tells of, and no other', () => {
    const before = after()
    const step = { ...firstStep(before), status: 'done' as const }
    const view = reduce(before, { type: 'step', step })
    expect(firstStep(view).status).toBe('done')
    expect(view.lab?.steps.slice(1)).toEqual(before.lab?.steps.slice(1))
  })

  it('does not take a run back to its begin when the answer is later than the event', () => {
    const begun = runOf('run', firstStep(after()).id)
    const ended = { ...begun, status: 'succeeded' as const, exitCode: 0, endedAt: 5 }
    expect(firstStep(after({ type: 'run', run: ended }, { type: 'run', run: begun })).lastRun).toEqual(ended)
    expect(firstStep(after({ type: 'run', run: begun }, { type: 'run', run: ended })).lastRun).toEqual(ended)
  })

  it('keeps the lab while the connection is lost, and says when it is back', () => {
    const lost = after({ type: 'disconnected' }, { type: 'unreachable' })
    expect([lost.connection, lost.lab?.id]).toEqual(['lost', 'service-behind-alb'])
    expect(reduce(lost, { type: 'joined', lab: freshLab(), at: 7 }).returnedAt).toBe(7)
    expect(after().returnedAt).toBeNull()
  })

  it('says absent only where there was never an answer', () => {
    expect(reduce(emptyView, { type: 'unreachable' }).connection).toBe('absent')
  })

  it('keeps a refusal beside its step until something is asked there again', () => {
    const problem = { code: 'busy', message: 'Busy.', next: 'Wait.' }
    const refused = after(
      { type: 'asked', stepId: 'a', what: 'run' },
      { type: 'answered', stepId: 'a', refusal: problem },
    )
    expect([refused.asked, refused.refusals]).toEqual([{}, { a: problem }])
    expect(reduce(refused, { type: 'asked', stepId: 'a', what: 'check' }).refusals).toEqual({})
  })

  it('knows reset and start-from as the lab’s own runs', () => {
    const run = runOf('reset', null)
    expect(after({ type: 'run', run }).lab?.labRun).toEqual(run)
  })

  it('still knows how a reset ended when the lab has none any more', () => {
    const begun = runOf('reset', null)
    const ended = { ...begun, status: 'succeeded' as const, endedAt: 5 }
    const { account, terminals, previewUrl, costPerHour, obstacle } = freshLab()
    const change = { account, terminals, previewUrl, costPerHour, obstacle, labRun: null }
    const view = after({ type: 'run', run: begun }, { type: 'run', run: ended }, { type: 'lab', change })
    expect([view.lab?.labRun, view.lastLabRun]).toEqual([null, ended])
  })
})

describe('currentStep', () => {
  it('is the step at work, else the first that is not finished, else none', () => {
    const { steps } = freshLab()
    const [first, second, third] = steps
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few steps')
    first.status = 'done'
    second.status = 'shown'
    expect(currentStep(steps)?.id).toBe(third.id)
    second.status = 'checking'
    expect(currentStep(steps)?.id).toBe(second.id)
    for (const step of steps) Object.assign(step, { status: 'done', verdict: verdict('pass') })
    expect(currentStep(steps)).toBeNull()
  })
})

describe('obstacle', () => {
  it('is none in a joined lab with a confirmed account', () => {
    expect(obstacle(after())).toBeNull()
  })

  it('names what is in the way', () => {
    const { account } = freshLab()
    expect(obstacle(emptyView)).toBe('Waits for the lab-runner')
    expect(obstacle(after({ type: 'account', account: { ...account, confirmed: false } }))).toBe(
      'Confirm the account first',
    )
    expect(obstacle(after({ type: 'account', account: { ...account, problem: 'Keys expired.' } }))).toBe(
      'Keys expired.',
    )
    expect(obstacle(after({ type: 'run', run: runOf('reset', null) }))).toBe('Waits for the reset')
  })
})
