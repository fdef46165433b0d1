import { list, pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

const IDENTITY = ['ResourceId', 'ScalableDimension', 'ServiceNamespace']

/** Between which counts a service may be scaled, and when by the clock. */
export const awsApplicationAutoScalingScalableTarget: ResourceType = {
  replaces: IDENTITY,
  updates: ['MaxCapacity', 'MinCapacity', 'RoleARN', 'ScheduledActions', 'SuspendedState'],
  withoutEffect: { Tags: 'not kept' },
  required: ['MaxCapacity', 'MinCapacity', ...IDENTITY],
  attributes: ['Id'],
  async create(work) {
    const { properties } = work
    const physicalId = IDENTITY.map(name => text(properties, name)).join('|')
    await put(work, {})
    return { physicalId, attributes: { Id: physicalId } }
  },
  update: change => put(change, change.before),
  async remove({ call, properties }) {
    await call('application-auto-scaling', 'DeregisterScalableTarget', pick(properties, ...IDENTITY))
  },
}

async function put({ call, properties }: Work, before: Properties): Promise<void> {
  const identity = pick(properties, ...IDENTITY)
  const limits = pick(properties, 'MaxCapacity', 'MinCapacity', 'RoleARN', 'SuspendedState')
  await call('application-auto-scaling', 'RegisterScalableTarget', { ...identity, ...limits })
  const actions = list<Properties>(properties, 'ScheduledActions')
  for (const action of actions) {
    await call('application-auto-scaling', 'PutScheduledAction', { ...identity, ...action })
  }
  for (const { ScheduledActionName } of list<Properties>(before, 'ScheduledActions')) {
    if (actions.some(action => action['ScheduledActionName'] === ScheduledActionName)) continue
    await call('application-auto-scaling', 'DeleteScheduledAction', { ...identity, ScheduledActionName })
  }
}
