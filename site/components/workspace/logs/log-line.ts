import type { LogsDto } from '../../../../lab-runner/contract.ts'

export interface LogLine {
  key: string
  at: number
  /** Task that wrote it, as the map names it; the stream's name where it is no task's. */
  source: string
  /** Role of the version that the task runs; null when the task is not known any more. */
  role: 'blue' | 'green' | null
  text: string
  bad: boolean
}

type Event = LogsDto['events'][number]

/** An event as the pane shows it: JSON request lines read as `GET / 200 17 ms`. */
export function readLine(event: Event, index: number, roles: ReadonlyMap<string, 'blue' | 'green'>): LogLine {
  const task = /([0-9a-f]{32})$/.exec(event.stream)?.[1]
  const request = readRequest(event.message)
  return {
    key: `${event.at} ${event.stream} ${index}`,
    at: event.at,
    source: task === undefined ? event.stream : task.slice(0, 6),
    role: (task === undefined ? undefined : roles.get(task)) ?? null,
    text: request?.text ?? event.message,
    bad: request === null ? /\b(?:error|exception|fatal|killed)\b/i.test(event.message) : request.bad,
  }
}

const requestText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

/** A JSON line; requests by their usual keys, all else by its message. Null for text. */
function readRequest(message: string): { text: string; bad: boolean } | null {
  const fields = parse(message)
  if (fields === null) return null
  const status = Number(fields['status'])
  const path = requestText(fields['path'] ?? fields['url'])
  const level = requestText(fields['level'])?.toLowerCase()
  const bad = status >= 500 || level === 'error' || level === 'fatal'
  if (path === null) return { text: requestText(fields['message'] ?? fields['msg']) ?? message, bad }
  const ms = Number(fields['ms'] ?? fields['durationMs'] ?? fields['duration'])
  const parts = [requestText(fields['method']), path, requestText(fields['status'])]
  if (Number.isFinite(ms)) parts.push(`${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`)
  return { text: parts.filter(part => part !== null).join(' '), bad }
}

function parse(message: string): Record<string, unknown> | null {
  if (!message.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(message)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
