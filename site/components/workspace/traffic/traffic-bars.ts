import type { LoadDto } from '../../../../lab-runner/contract.ts'

export interface Bar {
  at: number
  /** From the bottom up; heights add up to at most 1. */
  parts: { kind: 'blue' | 'green' | 'other' | 'failed' | 'lost'; height: number }[]
}

export interface VersionCount {
  version: string
  kind: 'blue' | 'green' | 'other'
  count: number
  /** How many of them were 5xx. */
  failed: number
  /** Of the last ten whole seconds, 0 to 1. */
  share: number
}

/** The last minute of a load, a bar a second: who answered, and what failed. */
export function trafficBars(load: LoadDto, now: number, seconds = 60): Bar[] {
  const known = new Map(load.seconds.map(second => [second.at, second]))
  const versions = versionsOf(load)
  const last = Math.floor((load.running ? now : Math.min(now, load.endsAt)) / 1000) * 1000
  const times = Array.from({ length: seconds }, (_, n) => last - (seconds - 1 - n) * 1000)
  const top = Math.max(1, load.requestsPerSecond, ...load.seconds.map(totalOf))
  return times.map(at => {
    const second = known.get(at)
    if (!second) return { at, parts: [] }
    // What failed is among the answered: shown once, as failed.
    const good = (version: string) =>
      (second.byVersion[version] ?? 0) - (second.failedByVersion[version] ?? 0)
    const parts: Bar['parts'] = versions.map((version, index) => ({
      kind: kindOf(version, index),
      height: good(version) / top,
    }))
    if (second.failed > 0) parts.push({ kind: 'failed', height: second.failed / top })
    if (second.lost > 0) parts.push({ kind: 'lost', height: second.lost / top })
    return { at, parts: parts.filter(({ height }) => height > 0) }
  })
}

/** Which versions answered, and how they share the traffic now. */
export function versionCounts(load: LoadDto): VersionCount[] {
  const recent = load.seconds.slice(-11, -1)
  const sum = (
    seconds: LoadDto['seconds'],
    version: string,
    of: 'byVersion' | 'failedByVersion' = 'byVersion',
  ) => seconds.reduce((total, second) => total + (second[of][version] ?? 0), 0)
  const versions = versionsOf(load)
  const all = versions.reduce((total, version) => total + sum(recent, version), 0)
  return versions.map((version, index) => ({
    version,
    kind: kindOf(version, index),
    count: sum(load.seconds, version),
    failed: sum(load.seconds, version, 'failedByVersion'),
    share: all === 0 ? 0 : sum(recent, version) / all,
  }))
}

/** The oldest version first: it is the one that serves when another comes. */
function versionsOf({ seconds }: LoadDto): string[] {
  const versions = new Set(seconds.flatMap(({ byVersion }) => Object.keys(byVersion)))
  return [...versions].sort((a, b) =>
    a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'en', { numeric: true }),
  )
}

function kindOf(version: string, index: number): VersionCount['kind'] {
  if (version === '' || index > 1) return 'other'
  return index === 0 ? 'blue' : 'green'
}

function totalOf({ byVersion, lost }: LoadDto['seconds'][number]): number {
  return Object.values(byVersion).reduce((sum, count) => sum + count, lost)
}
