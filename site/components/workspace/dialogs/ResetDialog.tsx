import { useEffect, useState } from 'react'
import type { ApiError, ResetPlan } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { useLab, useNow, useSession } from '../use-lab.ts'
import { dollars, elapsed } from '../words.ts'
import { Dialog } from './Question.tsx'

/** Takes the lab down: the plan first, then the progress, then the proof. */
export function ResetDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      title="Take this lab down?"
      onClose={onClose}
      text={<p>Everything it made goes, in this order. A second inventory then proves it.</p>}
    >
      <Reset onClose={onClose} />
    </Dialog>
  )
}

function Reset({ onClose }: { onClose: () => void }) {
  const session = useSession()
  const run = useLab().lastLabRun
  const [plan, setPlan] = useState<ResetPlan | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const [runId, setRunId] = useState<string | null>(
    run?.kind === 'reset' && run.status === 'running' ? run.id : null,
  )
  useEffect(() => {
    session.api.resetPlan().then(setPlan, (error: unknown) => setProblem(failureOf(error)))
  }, [session])
  const take = () => {
    setProblem(null)
    session.api.reset().then(
      begun => {
        session.dispatch({ type: 'run', run: begun })
        setRunId(begun.id)
      },
      (error: unknown) => setProblem(failureOf(error)),
    )
  }
  const own = run !== null && run.id === runId ? run : null
  const now = useNow(own?.status === 'running')
  return (
    <>
      {own === null ? <Plan plan={plan} waiting={problem === null} /> : null}
      {own === null ? null : (
        <div className="progress" data-s={own.status} role="status">
          <h3>
            <i
              className="st"
              data-s={
                { running: 'running', succeeded: 'done', failed: 'error', interrupted: 'stopped' }[own.status]
              }
            />
            {own.status === 'running'
              ? 'Taking it down'
              : own.status === 'succeeded'
                ? 'Nothing is left'
                : 'Not all is gone'}
          </h3>
          <p>{own.message}</p>
        </div>
      )}
      {problem === null ? null : <Refusal problem={problem} />}
      <div className="foot">
        {own?.status === 'running' ? (
          <span className="muted num" role="timer">
            {elapsed(now - own.startedAt)}; goes on if you close this
          </span>
        ) : null}
        <button type="button" className="btn" autoFocus onClick={onClose}>
          {own === null ? 'Keep it' : 'Close'}
        </button>
        {own === null || own.status === 'failed' || own.status === 'interrupted' ? (
          <button type="button" className="btn main" disabled={plan === null} onClick={take}>
            {own === null ? 'Take it down' : 'Try again'}
          </button>
        ) : null}
      </div>
    </>
  )
}

function Plan({ plan, waiting }: { plan: ResetPlan | null; waiting: boolean }) {
  if (plan === null) return waiting ? <p className="quiet">Your account is being searched…</p> : null
  if (plan.resources.length === 0) {
    return (
      <p className="quiet">
        Nothing of this lab stands in your account. Its steps can be set back to the start.
      </p>
    )
  }
  return (
    <ol className="num plan">
      {plan.resources.map(({ type, id, label, costPerHour, kept }) => (
        <li key={`${type} ${id}`} title={id}>
          <b>
            {label}
            {kept === undefined ? null : <small>Stays. {kept}</small>}
          </b>
          <span>{costPerHour > 0 ? `${dollars(costPerHour)}/h` : ''}</span>
        </li>
      ))}
    </ol>
  )
}
