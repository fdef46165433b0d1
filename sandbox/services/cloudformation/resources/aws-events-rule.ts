import { json, list, pick, record, text, without } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** What events are sent on, and where to. */
export const awsEventsRule: ResourceType = {
  replaces: ['Name', 'EventBusName'],
  updates: ['Description', 'EventPattern', 'RoleArn', 'ScheduleExpression', 'State', 'Targets', 'Tags'],
  nameProperty: 'Name',
  attributes: ['Arn'],
  async create(work) {
    const Name = text(work.properties, 'Name') || work.name()
    const attributes = { Arn: await put(work, Name) }
    work.made(Name, attributes)
    await putTargets(work, Name, {})
    return { physicalId: Name, attributes }
  },
  async update(change) {
    await put(change, change.physicalId)
    await putTargets(change, change.physicalId, change.before)
  },
  async remove(change) {
    await removeTargets(change, change.physicalId, targetIds(change.properties))
    await change.call('events', 'DeleteRule', {
      Name: change.physicalId,
      ...pick(change.properties, 'EventBusName'),
    })
  },
}

async function put({ call, properties, tags }: Work, Name: string): Promise<string> {
  const pattern = properties['EventPattern']
  const { RuleArn = '' } = await call<{ RuleArn?: string }>('events', 'PutRule', {
    ...{ Name, ...pick(properties, 'Description', 'EventBusName', 'RoleArn', 'ScheduleExpression', 'State') },
    ...(pattern !== undefined && { EventPattern: json(pattern) }),
    ...(tags.length > 0 && { Tags: tags }),
  })
  return RuleArn
}

async function putTargets(work: Work, Rule: string, before: Properties): Promise<void> {
  const Targets = list<Properties>(work.properties, 'Targets')
  const kept = targetIds(work.properties)
  await removeTargets(
    work,
    Rule,
    targetIds(before).filter(id => !kept.includes(id)),
  )
  if (Targets.length > 0)
    await work.call('events', 'PutTargets', {
      ...{ Rule, Targets: Targets.map(requested), ...pick(work.properties, 'EventBusName') },
    })
}

/** Members of ECS targets whose names differ between templates and requests. */
function requested(target: Properties): Properties {
  if (target['EcsParameters'] === undefined) return target
  const parameters = record(target, 'EcsParameters')
  const { TagList: Tags, PlacementStrategies: PlacementStrategy } = parameters
  return {
    ...target,
    EcsParameters: { ...without(parameters, 'TagList', 'PlacementStrategies'), Tags, PlacementStrategy },
  }
}

async function removeTargets({ call, properties }: Work, Rule: string, Ids: string[]): Promise<void> {
  if (Ids.length > 0)
    await call('events', 'RemoveTargets', { Rule, Ids, ...pick(properties, 'EventBusName') })
}

function targetIds(properties: Properties): string[] {
  return list<{ Id: string }>(properties, 'Targets').map(({ Id }) => Id)
}
