import { retag, tagSpecifications } from '../engine/ec2.ts'
import { json, list, pick, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

/** A way to a service of AWS that does not leave the VPC. */
export const awsEc2VpcEndpoint: ResourceType = {
  replaces: ['ServiceName', 'VpcEndpointType', 'VpcId'],
  updates: ['PolicyDocument', 'PrivateDnsEnabled', 'RouteTableIds', 'SecurityGroupIds', 'SubnetIds', 'Tags'],
  required: ['ServiceName', 'VpcId'],
  attributes: ['CreationTimestamp', 'DnsEntries', 'Id', 'NetworkInterfaceIds'],
  async create({ call, properties, tags, token }) {
    const { VpcEndpoint = {} } = await call<{ VpcEndpoint?: Properties }>('ec2', 'CreateVpcEndpoint', {
      ...pick(properties, 'ServiceName', 'VpcEndpointType', 'VpcId'),
      ...pick(properties, 'PrivateDnsEnabled', 'RouteTableIds', 'SecurityGroupIds', 'SubnetIds'),
      ...(properties['PolicyDocument'] !== undefined && {
        PolicyDocument: json(properties['PolicyDocument']),
      }),
      ...{ ClientToken: token, ...tagSpecifications('vpc-endpoint', tags) },
    })
    return { physicalId: text(VpcEndpoint, 'VpcEndpointId') }
  },
  settled: async change => /available/i.test(text((await describe(change)) ?? {}, 'State')),
  async update(change) {
    const { call, properties, before, physicalId: VpcEndpointId } = change
    const lists = ['RouteTableIds', 'SecurityGroupIds', 'SubnetIds'].flatMap(name => {
      const [after, then] = [list<string>(properties, name), list<string>(before, name)]
      const added = after.filter(id => !then.includes(id))
      const gone = then.filter(id => !after.includes(id))
      return [
        ...(added.length > 0 ? [[`Add${name}`, added]] : []),
        ...(gone.length > 0 ? [[`Remove${name}`, gone]] : []),
      ]
    })
    const policy = properties['PolicyDocument']
    const input = {
      ...(Object.fromEntries(lists) as Record<string, unknown>),
      ...(change.changes('PrivateDnsEnabled') && pick(properties, 'PrivateDnsEnabled')),
      ...(change.changes('PolicyDocument') &&
        (policy === undefined ? { ResetPolicy: true } : { PolicyDocument: json(policy) })),
    }
    if (Object.keys(input).length > 0) await call('ec2', 'ModifyVpcEndpoint', { VpcEndpointId, ...input })
    await retag(change)
  },
  async read(change) {
    const endpoint = (await describe(change)) ?? {}
    const names = list<Properties>(endpoint, 'DnsEntries').map(
      entry => `${text(entry, 'HostedZoneId')}:${text(entry, 'DnsName')}`,
    )
    const created = endpoint['CreationTimestamp']
    return {
      ...{
        Id: change.physicalId,
        DnsEntries: names,
        NetworkInterfaceIds: list(endpoint, 'NetworkInterfaceIds'),
      },
      CreationTimestamp: created instanceof Date ? created.toISOString() : '',
    }
  },
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteVpcEndpoints', { VpcEndpointIds: [physicalId] })
  },
  async removed(change) {
    const endpoint = await describe(change)
    return endpoint === undefined || /deleted/i.test(text(endpoint, 'State'))
  },
}

async function describe({ call, physicalId }: Change): Promise<Properties | undefined> {
  const input = { VpcEndpointIds: [physicalId] }
  const { VpcEndpoints = [] } = await call<{ VpcEndpoints?: Properties[] }>(
    'ec2',
    'DescribeVpcEndpoints',
    input,
  )
  return VpcEndpoints[0]
}
