import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ApiError, LogsDto, MapDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { usePolling, useSession } from '../use-lab.ts'
import { timeOfDaySeconds } from '../words.ts'
import { readLine } from './log-line.ts'

/** How many lines the page keeps; older ones stay in CloudWatch Logs. */
const kept = 2000

interface LogsPaneProps {
  shown: boolean
  map: MapDto | null
  /** Lines that speak of an error, for the tab. */
  onErrors: (count: number) => void
}

/** The tail of the lab's log groups. Screen readers are not told each line: it is a log to be read when one wants to. */
export function LogsPane({ shown, map, onErrors }: LogsPaneProps) {
  const [filter, setFilter] = useState('')
  const [group, setGroup] = useState('')
  const [following, setFollowing] = useState(true)
  const [healthChecks, setHealthChecks] = useState(true)
  const { logs, problem } = useTail({ shown: shown && following, filter: useSettled(filter), group })
  const roles = useMemo(() => new Map(map?.tasks.map(({ id, role }) => [id, role])), [map])
  const lines = useMemo(
    () => logs.events.map((event, index) => readLine(event, logs.dropped + index, roles)),
    [logs, roles],
  )
  const seen = healthChecks ? lines : lines.filter(({ text }) => !text.includes('/health'))
  const errors = lines.reduce((count, { bad }) => count + (bad ? 1 : 0), 0)
  useEffect(() => onErrors(errors), [onErrors, errors])
  const bottom = useFollow(following && shown, seen.at(-1)?.key)
  return (
    <>
      <div className="filter">
        <select
          className="field group"
          aria-label="Log group"
          value={group}
          onChange={event => setGroup(event.target.value)}
        >
          <option value="">{logs.groups.length === 0 ? 'No log group yet' : 'All log groups'}</option>
          {logs.groups.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <input
          className="field"
          type="search"
          aria-label="Filter"
          placeholder="Filter, such as 503"
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
        <button
          type="button"
          className="btn"
          aria-pressed={healthChecks}
          onClick={() => setHealthChecks(!healthChecks)}
        >
          Health checks
        </button>
        <button
          type="button"
          className="btn"
          aria-pressed={!following}
          onClick={() => setFollowing(!following)}
        >
          {following ? 'Pause' : 'Follow'}
        </button>
      </div>
      {problem === null ? null : <Refusal problem={problem} />}
      <div role="log" aria-live="off" aria-label="Log lines">
        <ul className="log">
          {seen.map(line => (
            <li key={line.key} className={line.bad ? 'bad' : undefined}>
              {line.role === null ? <i className="v none" /> : <i className={`v ${line.role}`} />}
              <span title={line.source}>{line.source}</span>
              <time>{timeOfDaySeconds(line.at)}</time>
              {line.text}
            </li>
          ))}
        </ul>
      </div>
      {seen.length === 0 && problem === null ? (
        <p className="quiet">{emptyWords(logs, filter, shown)}</p>
      ) : null}
      <div ref={bottom} />
    </>
  )
}

function emptyWords(logs: LogsDto, filter: string, shown: boolean): string {
  if (!shown) return 'Paused.'
  if (filter !== '') return `No line with “${filter}” yet.`
  if (logs.groups.length === 0) return 'No log group yet. What your tasks print appears here, once one runs.'
  return 'No line yet. What your tasks print appears here.'
}

interface Tail extends LogsDto {
  /** How many older lines were let go. */
  dropped: number
}

const nothing: Tail = { groups: [], events: [], next: '', dropped: 0 }

/** The lines so far; begins anew when filter or group change. */
function useTail({ shown, filter, group }: { shown: boolean; filter: string; group: string }) {
  const { api } = useSession()
  const [logs, setLogs] = useState(nothing)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const after = useRef('')
  useEffect(() => {
    after.current = ''
    setLogs(known => ({ ...nothing, groups: known.groups }))
  }, [filter, group])
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const fresh = await api.logs({ after: after.current, filter, group }, signal)
        if (signal.aborted) return
        after.current = fresh.next
        setProblem(null)
        setLogs(known => append(known, fresh))
      } catch (error) {
        if (!signal.aborted) setProblem(failureOf(error))
      }
    },
    [api, filter, group],
  )
  usePolling(read, { active: shown, everyMs: 2000 })
  return { logs, problem }
}

function append(known: Tail, fresh: LogsDto): Tail {
  const events = [...known.events, ...fresh.events]
  const over = Math.max(0, events.length - kept)
  return { ...fresh, events: events.slice(over), dropped: known.dropped + over }
}

/** A text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** Keeps the newest line in sight, unless the learner has scrolled up. */
function useFollow(following: boolean, newest: string | undefined) {
  const bottom = useRef<HTMLDivElement>(null)
  const before = useRef(0)
  useEffect(() => {
    // A pane that was hidden comes back scrolled to its top.
    if (following) before.current = 0
  }, [following])
  useEffect(() => {
    const pane = bottom.current?.closest('.pane')
    if (!following || !(pane instanceof HTMLElement)) return
    const wasAtEnd = before.current - pane.scrollTop - pane.clientHeight < 40
    if (wasAtEnd) pane.scrollTop = pane.scrollHeight
    before.current = pane.scrollHeight
  }, [following, newest])
  return bottom
}
