import { useCallback, useState } from 'react'
import type { ApiError, ChaosDto, ChaosRequest } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { usePolling, useSession } from '../use-lab.ts'
import { counted } from '../words.ts'

interface Choice {
  words: string
  request: ChaosRequest
}

/** Things to break on purpose: each by a call that anybody with the account's rights could make. */
export function Chaos({ shown }: { shown: boolean }) {
  const { api } = useSession()
  const [chaos, setChaos] = useState<ChaosDto | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<ApiError | null>(null)
  const [unread, setUnread] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const fresh = await api.chaos(signal)
        if (signal.aborted) return
        setChaos(fresh)
        setUnread(null)
      } catch (error) {
        if (!signal.aborted) setUnread(failureOf(error))
      }
    },
    [api],
  )
  usePolling(read, { active: shown, everyMs: 3000 })
  const make = (request: ChaosRequest) => {
    setBusy(true)
    setProblem(null)
    api
      .makeChaos(request)
      .then(
        ({ message }) => setSaid(message),
        (error: unknown) => setProblem(failureOf(error)),
      )
      .finally(() => setBusy(false))
  }
  const choices = chaos === null ? [] : choicesOf(chaos)
  return (
    <section className="chaos" aria-labelledby="chaos-h">
      <h3 id="chaos-h">Break something</h3>
      {chaos !== null && choices.length === 0 ? (
        <p className="muted">Nothing runs yet that could be broken.</p>
      ) : null}
      <div className="choices">
        {choices.map(({ words, request }) => (
          <button key={words} type="button" className="btn" disabled={busy} onClick={() => make(request)}>
            {words}
          </button>
        ))}
      </div>
      <p role="status">{said}</p>
      {problem === null ? null : <Refusal problem={problem} />}
      {unread === null ? null : <Refusal problem={unread} />}
    </section>
  )
}

function choicesOf({ tasks, healthChecks, databases }: ChaosDto): Choice[] {
  return [
    ...(tasks > 0
      ? [{ words: `Kill one of ${counted(tasks, 'task')}`, request: { action: 'stop-task' } as const }]
      : []),
    ...healthChecks.map(({ targetGroup, broken }) => ({
      words: `${broken ? 'Mend' : 'Break'} the health check of ${targetGroup}`,
      request: { action: broken ? 'mend-health-check' : 'break-health-check', targetGroup } as const,
    })),
    ...databases
      .filter(({ status }) => status === 'available' || status === 'stopped')
      .map(({ id, status }) => ({
        words: `${status === 'stopped' ? 'Start' : 'Stop'} the database ${id}`,
        request: { action: status === 'stopped' ? 'start-database' : 'stop-database', database: id } as const,
      })),
  ]
}
