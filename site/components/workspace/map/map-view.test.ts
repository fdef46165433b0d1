import { describe, expect, it } from 'vitest'
import type { MapDto } from '../../../../lab-runner/contract.ts'
import { emptyMap, rollingMap, standingMap, task, weightedMap } from '../testing/fake-lab.ts'
import { viewMap } from './map-view.ts'

const entry = (map: MapDto) => {
  const [first] = viewMap(map).entries
  if (first === undefined) throw new Error('no load balancer')
  return first
}

const stopped = (name: string, more: Parameters<typeof task>[1]) =>
  task(name, { ip: null, lastStatus: 'STOPPED', desiredStatus: 'STOPPED', ...more })

describe('viewMap', () => {
  it('is empty where nothing stands', () => {
    expect(viewMap(emptyMap())).toMatchObject({ empty: true, entries: [], looseGroups: [], looseTasks: [] })
  })

  it('puts tasks into the target group that has their address', () => {
    const { groups, rules } = entry(standingMap())
    expect(groups).toMatchObject([
      { name: 'web', role: 'blue', healthy: 2, total: 2, check: 'HTTP /health on 8080' },
    ])
    expect(
      groups[0]?.versions.map(({ version, cards }) => [
        version,
        cards.map(({ name, zone }) => `${name} ${zone}`),
      ]),
    ).toEqual([['web:1', ['3f9a21 1a', '77e1b4 1b']]])
    expect(rules).toMatchObject([
      { label: ':80 default', weights: [{ group: 'web', weight: 1, role: 'blue' }] },
    ])
  })

  it('shows both versions of a rolling update in one target group, the one that serves first', () => {
    const [group] = entry(rollingMap()).groups
    expect(group?.role).toBe('mixed')
    expect(group?.versions.map(({ version, role }) => [version, role])).toEqual([
      ['web:1', 'blue'],
      ['web:2', 'green'],
    ])
    expect(group?.versions[1]?.cards.map(({ health }) => health.words)).toEqual([
      'Being checked',
      'Unhealthy',
      'Stopped, 137',
    ])
  })

  it('parts the traffic of a rolling update by healthy targets', () => {
    const map = rollingMap()
    const started = map.targetGroups[0]?.targets[2]
    if (started !== undefined) Object.assign(started, { state: 'healthy', reason: null })
    expect(entry(map).bands.map(({ role, share, row }) => [role, Math.round(share * 100), row])).toEqual([
      ['blue', 67, 0],
      ['green', 33, 0],
    ])
  })

  it('makes width of weight', () => {
    expect(entry(weightedMap()).bands.map(({ group, share }) => [group, share])).toEqual([
      ['web-blue', 0.9],
      ['web-green', 0.1],
    ])
  })

  it('keeps test traffic out of the shares, and says where it goes', () => {
    const map = weightedMap()
    const [production] = map.loadBalancers[0]?.listeners ?? []
    if (production === undefined) throw new Error('no listener')
    const forwards = [
      { targetGroup: 'web-blue', weight: 0 },
      { targetGroup: 'web-green', weight: 100 },
    ]
    const rules = production.rules.map(rule => ({ ...rule, test: true, forwards }))
    map.loadBalancers[0]?.listeners.push({ ...production, port: 9000, rules })
    const { bands, listeners } = entry(map)
    expect(bands.map(({ group, share, tested }) => [group, share, tested])).toEqual([
      ['web-blue', 0.9, false],
      ['web-green', 0.1, true],
    ])
    expect(listeners).toEqual([':80 HTTP', ':9000 test'])
  })

  it('lets no requests flow to a group in which nobody is healthy', () => {
    const map = standingMap()
    for (const target of map.targetGroups[0]?.targets ?? []) target.state = 'unhealthy'
    expect(entry(map).bands.map(({ flows }) => flows)).toEqual([false])
  })

  it('sets groups that no rule reaches, and tasks without a group, apart', () => {
    const map = standingMap()
    map.loadBalancers = []
    map.tasks.push(task('d00d1e', { group: 'family:once', ip: '172.31.0.99' }))
    const view = viewMap(map)
    expect(view.looseGroups.map(({ name }) => name)).toEqual(['web'])
    expect(view.looseTasks.map(({ name, health }) => [name, health.words])).toEqual([['d00d1e', 'Running']])
  })

  it('shows a task that starts in the group of its service before it is registered', () => {
    const map = standingMap()
    map.tasks.push(task('e5e5e5', { ip: null, lastStatus: 'PENDING' }))
    expect(viewMap(map).looseTasks).toEqual([])
    expect(entry(map).groups[0]?.versions[0]?.cards.at(-1)).toMatchObject({
      name: 'e5e5e5',
      health: { words: 'Starting' },
    })
  })

  it('does not give a stopped task the health of the one that got its address', () => {
    const map = standingMap()
    const [target] = map.targetGroups[0]?.targets ?? []
    if (target !== undefined) target.state = 'initial'
    map.tasks.push(
      stopped('0ff0ff', { stoppedReason: 'To see it replaced', exitCode: 143, ip: '172.31.0.10' }),
    )
    const cards = entry(map).groups[0]?.versions[0]?.cards ?? []
    expect(cards.find(({ name }) => name === '0ff0ff')?.health).toMatchObject({
      kind: 'calm',
      words: 'Stopped',
    })
  })

  it('shows three stopped tasks while something changes, and only counts them once all is well', () => {
    const map = standingMap()
    for (const name of ['1', '2', '3', '4', '5']) map.tasks.push(stopped(name, { exitCode: 1 }))
    expect(entry(map).groups[0]?.moreStopped).toBe(5)
    const [target] = map.targetGroups[0]?.targets ?? []
    if (target !== undefined) target.state = 'draining'
    expect(entry(map).groups[0]?.moreStopped).toBe(2)
  })

  it('names things in events as it names them itself', () => {
    const map = standingMap()
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/8d0a6a50a32b7c17'
    map.events = [
      {
        at: 1,
        text: `(service web) registered 1 targets in (target-group ${arn}) (task ${'3f9a21'.padEnd(32, '0')})`,
      },
    ]
    expect(viewMap(map).events[0]?.text).toBe(
      '(service web) registered 1 targets in (target-group web) (task 3f9a21)',
    )
  })

  it('shows targets that are no tasks', () => {
    const map = standingMap()
    map.tasks = []
    const group = entry(map).groups[0]
    expect(group?.role).toBe('none')
    expect(group?.versions[0]?.cards.map(({ name, version }) => [name, version])).toEqual([
      ['172.31.0.10', 'no task'],
      ['172.31.16.11', 'no task'],
    ])
  })

  it('says what a service is at', () => {
    expect(viewMap(standingMap()).services).toMatchObject([{ words: 'steady', settled: true }])
    expect(viewMap(rollingMap()).services).toMatchObject([
      {
        words: 'changes its version',
        settled: false,
        deployments: [
          { version: 'web:2', role: 'green', words: 'in progress' },
          { version: 'web:1', role: 'blue', words: 'goes' },
        ],
      },
    ])
  })
})
