import { randomInt } from 'node:crypto'
import type { Failure, PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { compileQuery } from './cluster-query.ts'
import { attributeOf, instancesOf, needOf, remaining, tasksOn } from './container-instances.ts'
import type { Need } from './container-instances.ts'
import { invalidParameter } from './lookup.ts'
import type { ContainerInstanceDocument, TaskDefinitionDocument } from './store.ts'

/** A task that is to be placed on one of a cluster's instances. */
export interface PlacementRequest {
  clusterName: string
  definition: TaskDefinitionDocument
  group: string
  constraints: PlacementConstraint[]
  strategies: PlacementStrategy[]
  /** Only these, as StartTask names them. */
  among?: ContainerInstanceDocument[]
}

type Placement = { instance: ContainerInstanceDocument } | { failures: Failure[] }

/** Chooses the instance of a task: enough of everything, all constraints, then one strategy after the other. */
export function place(scope: Scope, request: PlacementRequest): Placement {
  const active = (request.among ?? instancesOf(scope, request.clusterName)).filter(
    ({ status }) => status === 'ACTIVE',
  )
  const judged = active.map(instance => ({ instance, reason: obstacle(scope, instance, request) }))
  const fitting = judged.filter(({ reason }) => !reason).map(({ instance }) => instance)
  const [chosen] = request.strategies.reduce(
    (candidates, strategy) => best(scope, candidates, strategy, request),
    fitting,
  )
  if (chosen) return { instance: chosen }
  return {
    failures: judged.map(({ instance, reason }) => ({ arn: instance.containerInstanceArn, reason })),
  }
}

/** Throws InvalidParameterException for constraints and strategies that are none. */
export function checkPlacement(constraints: PlacementConstraint[], strategies: PlacementStrategy[]): void {
  for (const { type, expression } of constraints) {
    if (type === 'memberOf') compileQuery(expression ?? '')
    else if (type !== 'distinctInstance')
      throw invalidParameter(`Invalid placement constraint type: ${type}.`)
    else if (expression) throw invalidParameter('Expression is not supported for distinctInstance.')
  }
  for (const { type, field = '' } of strategies) {
    const known =
      type === 'random' ||
      (type === 'binpack' && /^(cpu|memory)$/i.test(field)) ||
      (type === 'spread' && /^(instanceId|host|attribute:.+)$/i.test(field))
    if (!known) throw invalidParameter(`${`Invalid placement strategy: ${type} ${field}`.trim()}.`)
  }
}

function obstacle(
  scope: Scope,
  instance: ContainerInstanceDocument,
  { definition, constraints, group }: PlacementRequest,
): string | undefined {
  const all = [...(definition.placementConstraints ?? []), ...constraints]
  for (const { type, expression } of all) {
    if (type === 'memberOf' && !compileQuery(expression ?? '')(subjectOf(scope, instance))) {
      return 'MemberOf placement constraint unsatisfied.'
    }
    if (type === 'distinctInstance' && tasksOn(scope, instance).some(task => task.group === group)) {
      return 'DistinctInstance placement constraint unsatisfied.'
    }
  }
  return lack(needOf(definition), remaining(scope, instance))
}

function lack(need: Need, left: Need): string | undefined {
  if (need.cpu > left.cpu) return 'RESOURCE:CPU'
  if (need.memory > left.memory) return 'RESOURCE:MEMORY'
  return need.hostPorts.some(port => left.hostPorts.includes(port)) ? 'RESOURCE:PORTS' : undefined
}

/** What the cluster query language asks of an instance. */
export function subjectOf(scope: Scope, instance: ContainerInstanceDocument) {
  return (name: string): string[] => {
    if (name.startsWith('attribute:')) {
      const value = attributeOf(instance, name.slice('attribute:'.length))
      return value === undefined ? [] : [value]
    }
    switch (name) {
      case 'ec2InstanceId':
        return [instance.ec2InstanceId]
      case 'runningTasksCount':
        return [String(tasksOn(scope, instance).length)]
      case 'task:group':
        return tasksOn(scope, instance).map(({ group }) => group)
      default:
        return []
    }
  }
}

/** The instances that a strategy finds equally good. */
function best(
  scope: Scope,
  candidates: ContainerInstanceDocument[],
  { type, field = '' }: PlacementStrategy,
  { group }: PlacementRequest,
): ContainerInstanceDocument[] {
  if (candidates.length < 2) return candidates
  if (type === 'random') return candidates.slice(randomInt(candidates.length)).slice(0, 1)
  if (type === 'binpack') {
    const member = field.toLowerCase() === 'cpu' ? 'cpu' : 'memory'
    return least(candidates, instance => remaining(scope, instance)[member])
  }
  const placeOf = (instance: ContainerInstanceDocument) =>
    field.startsWith('attribute:')
      ? (attributeOf(instance, field.slice('attribute:'.length)) ?? '')
      : instance.containerInstanceArn
  const all = instancesOf(scope, candidates[0]?.clusterName ?? '')
  return least(candidates, candidate => {
    const there = all.filter(instance => placeOf(instance) === placeOf(candidate))
    const tasks = there.flatMap(instance => tasksOn(scope, instance))
    return tasks.filter(task => task.group === group).length
  })
}

function least<T>(items: T[], measure: (item: T) => number): T[] {
  const measured = items.map(item => ({ item, size: measure(item) }))
  const smallest = Math.min(...measured.map(({ size }) => size))
  return measured.filter(({ size }) => size === smallest).map(({ item }) => item)
}
