import type { MapDto } from '../../../../lab-runner/contract.ts'
import { type Health, type Target, targetHealth, type Task, taskHealth } from './health.ts'

/** Blue serves, green comes, `mixed` is one target group in the middle of a rolling update. */
export type Role = 'blue' | 'green' | 'mixed' | 'none'

export interface CardView {
  id: string
  /** The first six characters of the id, or a target's address. */
  name: string
  zone: string
  /** `web:1`, or what it is when it is no task. */
  version: string
  role: 'blue' | 'green' | 'none'
  health: Health
  size: string
}

export interface GroupView {
  name: string
  role: Role
  /** Cards by version; one entry but in a rolling update. */
  versions: { version: string; role: 'blue' | 'green' | 'none'; cards: CardView[] }[]
  /** Stopped tasks that are not shown for want of room. */
  moreStopped: number
  healthy: number
  total: number
  check: string
}

export interface RuleView {
  /** `:80 default` */
  label: string
  conditions: string
  /** It leads test traffic only. */
  test: boolean
  weights: { group: string; weight: number; role: Role }[]
  /** What it does instead of forwarding. */
  other: string | null
}

export interface BandView {
  group: string
  role: Role
  /** Part of the production traffic, 0 to 1. */
  share: number
  /** Test traffic goes there. */
  tested: boolean
  /** Somebody answers there, so requests flow. */
  flows: boolean
  /** Which of the groups beside it, and of how many. */
  row: number
}

export interface EntryView {
  name: string
  state: string
  dnsName: string
  zones: string
  listeners: string[]
  rules: RuleView[]
  groups: GroupView[]
  bands: BandView[]
}

export interface ServiceView {
  name: string
  desired: number
  running: number
  pending: number
  /** What it is at, in words. */
  words: string
  settled: boolean
  deployments: {
    id: string
    version: string
    role: 'blue' | 'green'
    running: number
    desired: number
    words: string
    failed: boolean
  }[]
}

export interface MapView {
  entries: EntryView[]
  /** Target groups that no load balancer forwards to. */
  looseGroups: GroupView[]
  /** Tasks that stand in no target group. */
  looseTasks: CardView[]
  services: ServiceView[]
  events: MapDto['events']
  empty: boolean
}

/** How many stopped tasks a group shows while it changes; once all is well they are only counted. ECS keeps them for an hour. */
const stoppedShown = 3

/** What the map draws, from what AWS's APIs said. */
export function viewMap(map: MapDto): MapView {
  const placed = new Set<Task>()
  const groups = new Map(
    map.targetGroups.map(group => {
      const tasks = tasksOf(group.name, map)
      tasks.forEach(task => placed.add(task))
      return [group.name, viewGroup(group, tasks)] as const
    }),
  )
  const reached = new Set<string>()
  const entries = map.loadBalancers.map(balancer => viewEntry(balancer, groups, reached))
  const loose = [...groups.values()].filter(({ name }) => !reached.has(name))
  return {
    entries,
    looseGroups: loose,
    looseTasks: newestStopped(map.tasks.filter(task => !placed.has(task))).map(task =>
      viewTask(task, undefined),
    ),
    services: map.services.map(service => viewService(service, map)),
    events: map.events.map(({ at, text }) => ({ at, text: shortNames(text) })),
    empty: entries.length + loose.length + map.tasks.length + map.services.length === 0,
  }
}

/** ARNs and ids as the map names the same things. */
const shortNames = (text: string): string =>
  text
    .replace(/arn:aws[^\s)]*:targetgroup\/([^/\s)]+)\/\w+/g, '$1')
    .replace(/\b([0-9a-f]{6})[0-9a-f]{26}\b/g, '$1')

/** Tasks registered with the group, and those of the same service that are on their way in or out. */
function tasksOf(groupName: string, map: MapDto): Task[] {
  const group = map.targetGroups.find(({ name }) => name === groupName)
  const addresses = new Set(group?.targets.map(({ id }) => id))
  const registered = map.tasks.filter(task => isRegistered(task, addresses))
  const known = new Set(registered.map(task => `${task.group} ${task.taskDefinition}`))
  const services = new Set(
    map.services
      .filter(({ targetGroups }) => targetGroups?.length === 1 && targetGroups[0] === groupName)
      .map(({ name }) => `service:${name}`),
  )
  const others = new Set(
    map.targetGroups
      .filter(({ name }) => name !== groupName)
      .flatMap(({ targets }) => targets.map(({ id }) => id)),
  )
  return map.tasks.filter(
    task =>
      registered.includes(task) ||
      (!isRegistered(task, others) &&
        (services.has(task.group) || known.has(`${task.group} ${task.taskDefinition}`))),
  )
}

/** An address goes to another task when its task has stopped. */
const isRegistered = (task: Task, addresses: ReadonlySet<string>): boolean =>
  task.ip !== null && task.lastStatus !== 'STOPPED' && addresses.has(task.ip)

function newestStopped(tasks: Task[], most = stoppedShown): Task[] {
  const stopped = tasks.filter(({ lastStatus }) => lastStatus === 'STOPPED').slice(0, most)
  return [...tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED'), ...stopped]
}

function viewGroup(group: MapDto['targetGroups'][number], tasks: Task[]): GroupView {
  const byAddress = new Map(group.targets.map(target => [target.id, target]))
  const running = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED')
  const well = running.every(task => taskHealth(task, byAddress.get(task.ip ?? '')).kind === 'ok')
  const shown = newestStopped(tasks, running.length > 0 && well ? 0 : stoppedShown)
  const cards = shown.map(task =>
    viewTask(task, task.ip === null || task.lastStatus === 'STOPPED' ? undefined : byAddress.get(task.ip)),
  )
  const ofTasks = new Set(running.map(({ ip }) => ip))
  const foreign = group.targets
    .filter(({ id, state }) => !ofTasks.has(id) && state !== 'draining')
    .map(viewTarget)
  const versions = byVersion([...cards, ...foreign])
  const live = new Set(running.map(({ role }): Role => role))
  const counted = group.targets.filter(({ state }) => state !== 'draining')
  return {
    name: group.name,
    role: live.size > 1 ? 'mixed' : ([...live][0] ?? 'none'),
    versions,
    moreStopped: tasks.length - shown.length,
    healthy: counted.filter(({ state }) => state === 'healthy').length,
    total: counted.length,
    check: `${group.protocol} ${group.healthCheckPath} on ${group.port}`,
  }
}

function byVersion(cards: CardView[]): GroupView['versions'] {
  const order = { blue: 0, green: 1, none: 2 }
  const versions = new Map<string, CardView[]>()
  for (const card of cards) versions.set(card.version, [...(versions.get(card.version) ?? []), card])
  return [...versions]
    .map(([version, own]) => ({ version, role: own[0]?.role ?? ('none' as const), cards: own }))
    .sort((a, b) => order[a.role] - order[b.role])
}

function viewTask(task: Task, target: Target | undefined): CardView {
  return {
    id: task.id,
    name: task.id.slice(0, 6),
    zone: shortZone(task.zone),
    version: task.taskDefinition,
    role: task.role,
    health: taskHealth(task, target),
    size: sizeWords(task),
  }
}

function viewTarget(target: Target): CardView {
  return {
    id: target.id,
    name: target.id,
    zone: '',
    version: 'no task',
    role: 'none',
    health: targetHealth(target),
    size: `port ${target.port}`,
  }
}

/** `eu-west-1a` → `1a` */
export const shortZone = (zone: string): string => /\d[a-z]$/.exec(zone)?.[0] ?? zone

/** `0.25 vCPU, 512 MiB` */
function sizeWords({ cpu, memory }: Task): string {
  const parts = []
  if (Number(cpu) > 0) parts.push(`${Number(cpu) / 1024} vCPU`)
  if (Number(memory) > 0) parts.push(`${memory} MiB`)
  return parts.join(', ')
}

function viewEntry(
  balancer: MapDto['loadBalancers'][number],
  groups: ReadonlyMap<string, GroupView>,
  reached: Set<string>,
): EntryView {
  const rules = balancer.listeners.flatMap(listener =>
    listener.rules.map((rule): RuleView => ({
      label: `:${listener.port} ${rule.priority === 'default' ? 'default' : `rule ${rule.priority}`}`,
      conditions: rule.conditions.join(' and '),
      test: rule.test,
      weights: rule.forwards.map(({ targetGroup, weight }) => ({
        group: targetGroup,
        weight,
        role: groups.get(targetGroup)?.role ?? 'none',
      })),
      other: rule.other,
    })),
  )
  const shares = sharesOf(rules.filter(({ test }) => !test))
  const tested = sharesOf(rules.filter(({ test }) => test))
  const beside = [...new Set(rules.flatMap(({ weights }) => weights.map(({ group }) => group)))]
    .map(name => groups.get(name))
    .filter(group => group !== undefined && !reached.has(group.name)) as GroupView[]
  for (const { name } of beside) reached.add(name)
  return {
    name: balancer.name,
    state: balancer.state,
    dnsName: balancer.dnsName,
    zones: balancer.zones.map(shortZone).join(', '),
    listeners: balancer.listeners.map(({ port, protocol, rules: own }) =>
      own.length > 0 && own.every(({ test }) => test) ? `:${port} test` : `:${port} ${protocol}`,
    ),
    rules,
    groups: beside,
    bands: beside.flatMap((group, row) =>
      bandsOf(group, row, shares.get(group.name) ?? 0, balancer.state === 'active').map((band, index) => ({
        ...band,
        tested: index === 0 && (tested.get(group.name) ?? 0) > 0,
      })),
    ),
  }
}

/** How these rules share the traffic among groups, each rule taken as often as another. */
function sharesOf(rules: readonly RuleView[]): Map<string, number> {
  const forwarding = rules.filter(({ weights }) => total(weights) > 0)
  const shares = new Map<string, number>()
  for (const { weights } of forwarding) {
    for (const { group, weight } of weights) {
      shares.set(group, (shares.get(group) ?? 0) + weight / total(weights) / forwarding.length)
    }
  }
  return shares
}

/** One band to a group; two in a rolling update, for each healthy target gets the same part. */
function bandsOf(group: GroupView, row: number, share: number, active: boolean): Omit<BandView, 'tested'>[] {
  const serving = group.versions
    .map(({ role, cards }) => ({ role, healthy: cards.filter(({ health }) => health.kind === 'ok').length }))
    .filter(({ healthy }) => healthy > 0)
  const healthy = serving.reduce((sum, part) => sum + part.healthy, 0)
  if (group.role !== 'mixed' || serving.length < 2) {
    const role = group.role === 'mixed' ? (serving[0]?.role ?? 'none') : group.role
    return [{ group: group.name, role, share, flows: active && group.healthy > 0, row }]
  }
  return serving.map(part => ({
    group: group.name,
    role: part.role,
    share: (share * part.healthy) / healthy,
    flows: active,
    row,
  }))
}

const total = (weights: readonly { weight: number }[]): number =>
  weights.reduce((sum, { weight }) => sum + weight, 0)

const rolloutWords: Record<string, string> = {
  IN_PROGRESS: 'in progress',
  COMPLETED: 'complete',
  FAILED: 'failed',
}

/** Of task sets, which CodeDeploy moves traffic between. */
const taskSetWords: Record<string, string> = {
  STABILIZING: 'in progress',
  STEADY_STATE: 'steady',
}

function viewService(service: MapDto['services'][number], map: MapDto): ServiceView {
  const roles = new Map(map.tasks.map(({ taskDefinition, role }) => [taskDefinition, role]))
  const deployments = service.deployments.map(deployment => ({
    id: deployment.id,
    version: deployment.taskDefinition,
    role: roles.get(deployment.taskDefinition) ?? (deployment.status === 'PRIMARY' ? 'blue' : 'green'),
    running: deployment.running,
    desired: deployment.desired,
    words: deploymentWords(deployment),
    failed: deployment.rolloutState === 'FAILED',
  }))
  const settled =
    service.running === service.desired && service.pending === 0 && service.deployments.length === 1
  return {
    name: service.name,
    desired: service.desired,
    running: service.running,
    pending: service.pending,
    words: serviceWords(service, settled),
    settled,
    deployments,
  }
}

function deploymentWords({
  status,
  rolloutState,
}: MapDto['services'][number]['deployments'][number]): string {
  const ofTaskSet = taskSetWords[rolloutState]
  if (ofTaskSet) return status === 'DRAINING' ? 'goes' : ofTaskSet
  return status === 'PRIMARY' ? (rolloutWords[rolloutState] ?? 'wanted') : 'goes'
}

function serviceWords(service: MapDto['services'][number], settled: boolean): string {
  if (service.status !== 'ACTIVE') return service.status.toLowerCase()
  if (settled) return 'steady'
  if (service.deployments.length > 1) return 'changes its version'
  if (service.running < service.desired) return 'starts tasks'
  return 'ends tasks'
}
