import { retag, tagSpecifications } from '../engine/ec2.ts'
import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

const SWITCHES = ['EnableDnsSupport', 'EnableDnsHostnames'] as const

/** A virtual network. */
export const awsEc2Vpc: ResourceType = {
  replaces: ['CidrBlock', 'InstanceTenancy', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
  updates: [...SWITCHES, 'Tags'],
  required: ['CidrBlock'],
  attributes: [
    'CidrBlock',
    'CidrBlockAssociations',
    'DefaultNetworkAcl',
    'DefaultSecurityGroup',
    'Ipv6CidrBlocks',
    'VpcId',
  ],
  async create(work) {
    const { Vpc = {} } = await work.call<{ Vpc?: Properties }>('ec2', 'CreateVpc', {
      ...pick(work.properties, 'CidrBlock', 'InstanceTenancy', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength'),
      ...tagSpecifications('vpc', work.tags),
    })
    const physicalId = text(Vpc, 'VpcId')
    work.made(physicalId)
    await putSwitches(work, physicalId)
    return { physicalId }
  },
  async update(change) {
    await putSwitches(change, change.physicalId)
    await retag(change)
  },
  async read({ call, physicalId }) {
    const { Vpcs = [] } = await call<{ Vpcs?: Properties[] }>('ec2', 'DescribeVpcs', { VpcIds: [physicalId] })
    const Filters = [{ Name: 'vpc-id', Values: [physicalId] }]
    const groups = await call<{ SecurityGroups?: Properties[] }>('ec2', 'DescribeSecurityGroups', { Filters })
    const acls = await call<{ NetworkAcls?: Properties[] }>('ec2', 'DescribeNetworkAcls', { Filters })
    const blocks = (Vpcs[0]?.['CidrBlockAssociationSet'] ?? []) as { AssociationId: string }[]
    return {
      ...{ VpcId: physicalId, CidrBlock: Vpcs[0]?.['CidrBlock'], Ipv6CidrBlocks: [] },
      CidrBlockAssociations: blocks.map(({ AssociationId }) => AssociationId),
      DefaultSecurityGroup: groups.SecurityGroups?.find(group => group['GroupName'] === 'default')?.[
        'GroupId'
      ],
      DefaultNetworkAcl: acls.NetworkAcls?.[0]?.['NetworkAclId'],
    }
  },
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteVpc', { VpcId: physicalId })
  },
  async actual({ call, physicalId: VpcId }) {
    const shown = SWITCHES.map(async name => {
      const Attribute = name.charAt(0).toLowerCase() + name.slice(1)
      const answer = await call<Record<string, { Value?: boolean }>>('ec2', 'DescribeVpcAttribute', {
        VpcId,
        Attribute,
      })
      return [name, answer[name]?.Value] as const
    })
    return Object.fromEntries(await Promise.all(shown))
  },
}

async function putSwitches({ call, properties }: Work, VpcId: string): Promise<void> {
  for (const name of SWITCHES) {
    const Value = properties[name]
    if (Value !== undefined) await call('ec2', 'ModifyVpcAttribute', { VpcId, [name]: { Value } })
  }
}
