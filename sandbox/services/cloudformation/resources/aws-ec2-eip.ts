import { retag, tagSpecifications } from '../engine/ec2.ts'
import { text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** A public address. */
export const awsEc2Eip: ResourceType = {
  replaces: ['Domain'],
  updates: ['Tags'],
  attributes: ['AllocationId', 'PublicIp'],
  async create({ call, tags }) {
    const answer = await call<Properties>('ec2', 'AllocateAddress', {
      ...{ Domain: 'vpc' },
      ...tagSpecifications('elastic-ip', tags),
    })
    const physicalId = text(answer, 'PublicIp')
    return { physicalId, attributes: { AllocationId: answer['AllocationId'], PublicIp: physicalId } }
  },
  update: change => retag(change, text(change.attributes, 'AllocationId')),
  async remove({ call, attributes }) {
    await call('ec2', 'ReleaseAddress', { AllocationId: attributes['AllocationId'] })
  },
}
