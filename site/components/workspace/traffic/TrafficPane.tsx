import { useCallback, useState } from 'react'
import type { ApiError, LoadDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { useNow, usePolling, useSession } from '../use-lab.ts'
import { elapsed } from '../words.ts'
import { Chaos } from './Chaos.tsx'
import { TrafficChart } from './TrafficChart.tsx'

const rates = [5, 20, 50, 100, 200]
const minutes = [1, 2, 5, 15]

/** Requests to the learner's site, by the big red button, who answered them, and things to break meanwhile. */
export function TrafficPane({ shown }: { shown: boolean }) {
  const { api } = useSession()
  const [load, setLoad] = useState<LoadDto | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const [rate, setRate] = useState(20)
  const [time, setTime] = useState(5)
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const fresh = await api.load(signal)
        if (!signal.aborted) setLoad(fresh ?? null)
      } catch (error) {
        if (!signal.aborted) setProblem(failureOf(error))
      }
    },
    [api],
  )
  usePolling(read, { active: shown, everyMs: 1000 })
  const running = load?.running === true
  const now = useNow(shown && running)
  const press = () => {
    setProblem(null)
    const asked = running
      ? api.stopLoad()
      : api.startLoad({ requestsPerSecond: rate, seconds: time * 60, path: '/' })
    asked.then(
      fresh => setLoad(fresh ?? null),
      (error: unknown) => setProblem(failureOf(error)),
    )
  }
  return (
    <div className="traffic">
      <section className="load" aria-label="Load">
        <button type="button" className="big" data-running={running} onClick={press}>
          {running ? 'Stop the load' : 'Send load'}
        </button>
        <fieldset disabled={running}>
          <legend className="sr">How much, and for how long</legend>
          <label>
            Requests a second
            <select className="field" value={rate} onChange={event => setRate(Number(event.target.value))}>
              {rates.map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            Minutes
            <select className="field" value={time} onChange={event => setTime(Number(event.target.value))}>
              {minutes.map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        </fieldset>
        <p className="muted num" role="status">
          {load === null
            ? 'Requests go to your load balancer, from this machine, at an even rate.'
            : running
              ? `${load.requestsPerSecond} a second, ${elapsed(load.endsAt - now)} left`
              : `Ended after ${elapsed(load.endsAt - load.startedAt)}`}
        </p>
      </section>
      {problem === null ? null : <Refusal problem={problem} />}
      {load === null ? null : <TrafficChart load={load} now={now} />}
      <Chaos shown={shown} />
    </div>
  )
}
