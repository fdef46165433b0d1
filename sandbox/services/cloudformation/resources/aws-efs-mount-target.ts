import { pick, text } from '../engine/properties.ts'
import { ResourceFailure } from '../engine/failure.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

/** The address of a file system in one zone. */
export const awsEfsMountTarget: ResourceType = {
  replaces: ['FileSystemId', 'SubnetId', 'IpAddress', 'IpAddressType', 'Ipv6Address'],
  updates: ['SecurityGroups'],
  required: ['FileSystemId', 'SubnetId', 'SecurityGroups'],
  attributes: ['Id', 'IpAddress'],
  async create({ call, properties }) {
    const target = await call<Properties>('efs', 'CreateMountTarget', {
      ...pick(
        properties,
        'FileSystemId',
        'SubnetId',
        'IpAddress',
        'IpAddressType',
        'Ipv6Address',
        'SecurityGroups',
      ),
    })
    const physicalId = text(target, 'MountTargetId')
    return { physicalId, attributes: { Id: physicalId, IpAddress: target['IpAddress'] } }
  },
  async settled(change) {
    const state = (await describe(change))?.['LifeCycleState']
    if (state === 'error') {
      throw new ResourceFailure(`Mount target ${change.physicalId} is in state error`, 'NotStabilized')
    }
    return state === 'available'
  },
  async update({ call, properties, physicalId: MountTargetId, changes }) {
    if (!changes('SecurityGroups')) return
    const { SecurityGroups } = properties
    await call('efs', 'ModifyMountTargetSecurityGroups', { MountTargetId, SecurityGroups })
  },
  async remove({ call, physicalId: MountTargetId }) {
    await call('efs', 'DeleteMountTarget', { MountTargetId })
  },
  async removed(change) {
    return (await describe(change)) === undefined
  },
}

async function describe({ call, physicalId: MountTargetId }: Change): Promise<Properties | undefined> {
  const { MountTargets = [] } = await call<{ MountTargets?: Properties[] }>('efs', 'DescribeMountTargets', {
    MountTargetId,
  })
  return MountTargets[0]
}
