import { useState } from 'react'
import type { RunDto, StepState } from '../../../lab-runner/contract.ts'
import { Question } from '../workspace/dialogs/Question.tsx'
import { obstacle } from '../workspace/lab-view.ts'
import { useLab, useSession } from '../workspace/use-lab.ts'
import { counted, timeOfDay } from '../workspace/words.ts'
import { Cmd } from './Cmd.tsx'
import { Hints } from './Hints.tsx'
import { Refusal } from './Refusal.tsx'
import { Verdict } from './Verdict.tsx'

/** What the learner does in a step: Run, Copy, Check now, hints, Show me, Start from here. */
export function StepControls({ step, number }: { step: StepState; number: number }) {
  const session = useSession()
  const view = useLab()
  const asked = view.asked[step.id]
  const refusal = view.refusals[step.id]
  const atWork = step.status === 'running' || step.status === 'checking'
  const hindered = obstacle(view) ?? blocked(step, view.lab?.steps ?? [])
  return (
    <>
      {step.commands.length > 0 ? (
        <Cmd commands={step.commands} said={hindered ?? runSaid(step)}>
          {step.status === 'running' ? (
            <button type="button" className="btn main" onClick={() => session.stop(step.id)}>
              Stop
            </button>
          ) : (
            <button
              type="button"
              className="btn main"
              disabled={hindered !== null || step.status === 'checking'}
              aria-disabled={asked === 'run'}
              onClick={() => asked === undefined && void session.run(step.id)}
            >
              {asked === 'run' ? 'Typing…' : step.lastRun === null ? 'Run' : 'Run again'}
            </button>
          )}
        </Cmd>
      ) : null}
      <Verdict step={step}>
        <button
          type="button"
          className="btn"
          disabled={hindered !== null || atWork}
          aria-disabled={asked === 'check'}
          onClick={() => asked === undefined && void session.check(step.id)}
        >
          {step.verdict?.status === 'error' ? 'Try now' : 'Check now'}
        </button>
      </Verdict>
      {refusal === undefined ? null : <Refusal problem={refusal} />}
      <Hints
        opened={step.hints}
        count={step.hintCount}
        busy={asked === 'hint'}
        onOpen={index => void session.openHint(step.id, index)}
      />
      <Shortcuts step={step} number={number} hindered={obstacle(view) !== null || atWork} />
    </>
  )
}

/** Show me and Start from here; both ask first. */
function Shortcuts({ step, number, hindered }: { step: StepState; number: number; hindered: boolean }) {
  const session = useSession()
  const view = useLab()
  const [question, setQuestion] = useState<'solve' | 'start-from' | null>(null)
  const steps = view.lab?.steps ?? []
  const before = steps.slice(0, number - 1).filter(({ status }) => status !== 'done' && status !== 'shown')
  const close = () => setQuestion(null)
  return (
    <div className="row">
      <button
        type="button"
        className="btn"
        disabled={hindered || step.blockedBy.length > 0}
        onClick={() => setQuestion('solve')}
      >
        Show me…
      </button>
      {before.length > 0 ? (
        <button type="button" className="btn" disabled={hindered} onClick={() => setQuestion('start-from')}>
          Start from here…
        </button>
      ) : (
        <span>
          {hindered ? 'when the check has ended' : 'asks first, then does this step in your account'}
        </span>
      )}
      <Question
        open={question === 'solve'}
        title={`Do step ${number} for you?`}
        yes="Do it for me"
        no="I try myself"
        onYes={() => void session.solve(step.id)}
        onClose={close}
      >
        <p>
          The solution is typed into your terminal, runs in your account, and is checked. You see every
          command. The step is then marked <b>Shown</b>; you can run it yourself again at any time.
        </p>
      </Question>
      <Question
        open={question === 'start-from'}
        title={`Start from step ${number}?`}
        yes={`Do ${counted(before.length, 'step')} for me`}
        no="Not now"
        onYes={() => void session.startFrom(step.id)}
        onClose={close}
      >
        <p>{counted(before.length, 'step')} before it will be done for you in your account, in this order:</p>
        <ol className="plainlist">
          {before.map(({ id, title }) => (
            <li key={id}>
              {steps.findIndex(other => other.id === id) + 1}. {title}
            </li>
          ))}
        </ol>
      </Question>
    </div>
  )
}

/** `First: step 2, Create two target groups`; null when nothing is in the way. */
function blocked(step: StepState, steps: readonly StepState[]): string | null {
  const first = steps.findIndex(({ id }) => id === step.blockedBy[0])
  const title = steps[first]?.title
  return title === undefined ? null : `First: step ${first + 1}, ${title}`
}

/** What became of the step's commands. */
function runSaid({ status, lastRun, commands }: StepState): string {
  if (status === 'running') return 'Running, in the terminal'
  if (lastRun === null || lastRun.kind === 'check')
    return `${counted(commands.length, 'command')}, typed for you by Run`
  return ranWords(lastRun)
}

function ranWords(run: RunDto): string {
  const at = timeOfDay(run.endedAt ?? run.startedAt)
  const verb = run.kind === 'solve' ? 'Shown' : 'Ran'
  if (run.status === 'interrupted') return `Interrupted ${at}: ${run.message || 'run it again'}`
  if (run.status === 'running') return `${verb} ${at}`
  return run.exitCode === null ? `${verb} ${at}: ${run.message}` : `${verb} ${at}, exit ${run.exitCode}`
}
