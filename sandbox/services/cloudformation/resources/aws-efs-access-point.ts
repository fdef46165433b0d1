import type { Tag } from '@aws-sdk/client-cloudformation'
import { list, pick, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** A folder of a file system, and the user that everything in it belongs to. */
export const awsEfsAccessPoint: ResourceType = {
  replaces: ['FileSystemId', 'PosixUser', 'RootDirectory', 'ClientToken'],
  updates: ['AccessPointTags'],
  required: ['FileSystemId'],
  attributes: ['AccessPointId', 'Arn'],
  async create(work) {
    const { call, properties, token } = work
    const point = await call<Properties>('efs', 'CreateAccessPoint', {
      ...{ ClientToken: text(properties, 'ClientToken') || token, Tags: tagsOf(work) },
      ...pick(properties, 'FileSystemId', 'PosixUser', 'RootDirectory'),
    })
    const physicalId = text(point, 'AccessPointId')
    return { physicalId, attributes: { AccessPointId: physicalId, Arn: point['AccessPointArn'] } }
  },
  async settled(change) {
    return (await describe(change))?.['LifeCycleState'] === 'available'
  },
  async update(change) {
    if (!change.changes('AccessPointTags')) return
    await change.call('efs', 'TagResource', { ResourceId: change.physicalId, Tags: tagsOf(change) })
  },
  async remove({ call, physicalId: AccessPointId }) {
    await call('efs', 'DeleteAccessPoint', { AccessPointId })
  },
  async removed(change) {
    return (await describe(change)) === undefined
  },
}

async function describe({ call, physicalId: AccessPointId }: Change): Promise<Properties | undefined> {
  const { AccessPoints = [] } = await call<{ AccessPoints?: Properties[] }>('efs', 'DescribeAccessPoints', {
    AccessPointId,
  })
  return AccessPoints[0]
}

function tagsOf({ properties, tags }: Pick<Work, 'properties' | 'tags'>): Tag[] {
  const own = list<Tag>(properties, 'AccessPointTags')
  return [...own, ...tags.filter(({ Key }) => !own.some(tag => tag.Key === Key))]
}
