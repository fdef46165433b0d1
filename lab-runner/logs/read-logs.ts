import {
  FilterLogEventsCommand,
  type CloudWatchLogsClient,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogsDto } from '../contract.ts'

const TAIL_MS = 15 * 60_000
const MAX_EVENTS = 500

/** Place in a tail: a moment, and how many events of that moment were given already. */
interface Place {
  at: number
  seen: number
}

/** The newest events of the groups, or those after `after`; a group that is not there yet has none. */
export async function readLogs(
  client: CloudWatchLogsClient,
  groups: string[],
  options: { after?: string; filter?: string; now?: number },
): Promise<LogsDto> {
  const place = readPlace(options.after) ?? { at: (options.now ?? Date.now()) - TAIL_MS, seen: 0 }
  const found = await Promise.all(
    groups.map(group => readGroup(client, group, place.at, phrase(options.filter))),
  )
  const events = found
    .flat()
    .map(event => ({
      at: event.timestamp ?? 0,
      stream: event.logStreamName ?? '',
      message: event.message ?? '',
    }))
    .sort((a, b) => a.at - b.at)
  let skip = place.seen
  const fresh = events.filter(event => event.at !== place.at || skip-- <= 0)
  const shown = fresh.slice(-MAX_EVENTS)
  const last = events.at(-1)
  const next = last ? { at: last.at, seen: events.filter(event => event.at === last.at).length } : place
  return { groups, events: shown, next: `${next.at}.${next.seen}` }
}

async function readGroup(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  filterPattern: string | undefined,
): Promise<FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = []
  let nextToken: string | undefined
  try {
    do {
      const page: { events?: FilteredLogEvent[]; nextToken?: string } = await client.send(
        new FilterLogEventsCommand({ logGroupName, startTime, filterPattern, nextToken, limit: 1_000 }),
      )
      events.push(...(page.events ?? []))
      nextToken = page.nextToken
    } while (nextToken && events.length < 10 * MAX_EVENTS)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error
  }
  return events
}

function readPlace(text: string | undefined): Place | null {
  const [, at, seen] = /^(\d{1,15})\.(\d{1,6})$/.exec(text ?? '') ?? []
  return at && seen ? { at: Number(at), seen: Number(seen) } : null
}

/** What a learner types is looked for as it stands, not read as a filter pattern. */
function phrase(text: string | undefined): string | undefined {
  return text ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : undefined
}
