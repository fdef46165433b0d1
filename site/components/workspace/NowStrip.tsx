import type { MapDto } from '../../../lab-runner/contract.ts'

/** Below every tab but the Map: what serves, how much of it, how well. */
export function NowStrip({ map }: { map: MapDto | null }) {
  const now = map === null ? null : viewNow(map)
  if (now === null || now.length === 0) return null
  return (
    <div className="now num" role="group" aria-label="Now">
      {now.map((part, index) => (
        <span key={part.version} className={index === 0 ? 'first' : undefined}>
          <i className={`v ${part.role}`} />
          {part.version} {part.role === 'blue' ? 'serves' : 'comes'}, {part.healthy} of {part.tasks}{' '}
          {part.checked ? 'healthy' : 'running'}
        </span>
      ))}
      <span className="share" aria-hidden="true">
        {now.map(part => (
          <i key={part.version} className={part.role} style={{ flexGrow: part.healthy }} />
        ))}
      </span>
    </div>
  )
}

interface Part {
  version: string
  role: 'blue' | 'green'
  tasks: number
  /** Healthy in their target group, or running where none checks them. */
  healthy: number
  /** Whether a target group checks any of them. */
  checked: boolean
}

/** Versions that run now, blue first; a task outside of a target group counts as healthy when it runs. */
export function viewNow(map: MapDto): Part[] {
  const states = new Map(
    map.targetGroups.flatMap(({ targets }) => targets.map(({ id, state }) => [id, state])),
  )
  const parts = new Map<string, Part>()
  for (const task of map.tasks) {
    if (task.lastStatus === 'STOPPED' || task.desiredStatus === 'STOPPED') continue
    const part = parts.get(task.taskDefinition) ?? {
      version: task.taskDefinition,
      role: task.role,
      tasks: 0,
      healthy: 0,
      checked: false,
    }
    const state = task.ip === null ? undefined : states.get(task.ip)
    part.tasks += 1
    part.checked ||= state !== undefined
    if (task.lastStatus === 'RUNNING' && (state === undefined || state === 'healthy')) part.healthy += 1
    parts.set(task.taskDefinition, part)
  }
  return [...parts.values()].sort((a, b) => a.role.localeCompare(b.role))
}
