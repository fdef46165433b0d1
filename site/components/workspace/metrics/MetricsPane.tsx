import { useCallback, useState } from 'react'
import type { ApiError, MetricsDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { usePolling, useSession } from '../use-lab.ts'
import { timeOfDaySeconds } from '../words.ts'
import { LineChart } from './LineChart.tsx'

const alarmWords: Record<string, string> = {
  OK: 'OK',
  ALARM: 'In alarm',
  INSUFFICIENT_DATA: 'Not enough data',
}

/** What CloudWatch knows: charts of the lab's services and load balancers, alarms, and what autoscaling did. */
export function MetricsPane({ shown }: { shown: boolean }) {
  const { api } = useSession()
  const [metrics, setMetrics] = useState<MetricsDto | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const fresh = await api.metrics(signal)
        if (signal.aborted) return
        setMetrics(fresh)
        setProblem(null)
      } catch (error) {
        if (!signal.aborted) setProblem(failureOf(error))
      }
    },
    [api],
  )
  usePolling(read, { active: shown, everyMs: 5000 })
  if (metrics === null) {
    return problem ? <Refusal problem={problem} /> : <p className="quiet">Reading CloudWatch…</p>
  }
  return (
    <div className="metrics">
      {problem === null ? null : <Refusal problem={problem} />}
      <div className="charts">
        {metrics.charts.map(chart => (
          <LineChart key={chart.id} chart={chart} metrics={metrics} />
        ))}
      </div>
      <p className="muted">A point for every {metrics.period} s, as CloudWatch has it.</p>
      <section aria-labelledby="alarms-h">
        <h3 id="alarms-h">Alarms</h3>
        {metrics.alarms.length === 0 ? <p className="muted">None yet.</p> : null}
        <ul className="facts">
          {metrics.alarms.map(({ name, state, reason, at }) => (
            <li key={name}>
              <span className={`chip ${state === 'ALARM' ? 'fail' : state === 'OK' ? '' : 'settling'}`}>
                {alarmWords[state] ?? state}
              </span>
              <b>{name}</b>
              <small>
                {at === 0 ? '' : `since ${timeOfDaySeconds(at)}. `}
                {reason}
              </small>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="scaling-h">
        <h3 id="scaling-h">Scaling</h3>
        {metrics.activities.length === 0 ? <p className="muted">Nothing was scaled yet.</p> : null}
        <ul className="facts">
          {metrics.activities.map(({ at, text, cause, status }) => (
            <li key={`${at} ${text}`}>
              <time className="num">{timeOfDaySeconds(at)}</time>
              <b>{text}</b>
              <small>
                {status}. {cause}
              </small>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
