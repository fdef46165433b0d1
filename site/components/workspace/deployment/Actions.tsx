import { useEffect, useRef, useState } from 'react'
import type { ApiError, DeploymentAction, DeploymentDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { Question } from '../dialogs/Question.tsx'
import { failureOf } from '../runner-api.ts'
import { useSession } from '../use-lab.ts'
import { actionWords } from './track-words.ts'

/** How long a pressed button rests: by then the next reading shows what came of it. */
const REST_MS = 4000
/** How long what was done stays said. */
const SAID_MS = 20_000

/** What AWS lets one do to the deployment now. A press is sent once; what cannot be taken back is asked first. */
export function Actions({ deployment, onActed }: { deployment: DeploymentDto; onActed: () => void }) {
  const { api } = useSession()
  const [asking, setAsking] = useState<DeploymentAction | null>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<ApiError | null>(null)
  const { id } = deployment
  const outcome = useRef<HTMLParagraphElement>(null)
  const pressed = useRef(false)
  useEffect(() => setProblem(null), [id])
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  // The button that was pressed may be gone when the deployment has gone on: the focus stays here.
  useEffect(() => {
    if (!pressed.current || document.activeElement !== document.body) return
    pressed.current = false
    outcome.current?.focus()
  })
  const send = ({ kind, hookId }: DeploymentAction) => {
    if (busy) return
    pressed.current = true
    setBusy(true)
    setSaid('')
    setProblem(null)
    const rest = () => setTimeout(() => setBusy(false), REST_MS)
    api
      .actOnDeployment({ deployment: id, action: kind, ...(hookId === null ? {} : { hookId }) })
      .then(
        ({ message }) => {
          setSaid(message)
          rest()
        },
        (error: unknown) => {
          setProblem(failureOf(error))
          setBusy(false)
        },
      )
      .finally(onActed)
  }
  const question = asking === null ? null : actionWords[asking.kind].question
  return (
    <>
      <div className="acts">
        {deployment.actions.map((action, index) => {
          const { button, question: asks } = actionWords[action.kind]
          return (
            <button
              key={`${action.kind} ${action.hookId}`}
              type="button"
              className={index === 0 && asks === null ? 'btn main' : 'btn'}
              // Not `disabled`, which would lose the focus of who pressed it.
              aria-disabled={busy}
              aria-haspopup={asks === null ? undefined : 'dialog'}
              onClick={() => (busy ? undefined : asks === null ? send(action) : setAsking(action))}
            >
              {button}
            </button>
          )
        })}
      </div>
      <p className="said" role="status" tabIndex={-1} ref={outcome}>
        {said}
      </p>
      {problem === null ? null : <Refusal problem={problem} />}
      {question === null || asking === null ? null : (
        <Question
          open
          title={question.title}
          yes={question.yes}
          no={question.no}
          onYes={() => send(asking)}
          onClose={() => setAsking(null)}
        >
          <p>{question.text}</p>
        </Question>
      )}
    </>
  )
}
