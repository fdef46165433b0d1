import type { ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { Collection } from '../../store/store.ts'
import { network } from './default-vpc.ts'
import { invalidParameterValue } from './errors.ts'
import { collections } from './store.ts'
import type { Network } from './store.ts'

interface Taggable {
  type: ResourceType
  notFound: string
  what: string
  resources: (state: Network) => Collection<{ Tags: Tag[] }>
}

/** Everything that bears tags, by the prefix of its id. */
const TAGGABLE: Record<string, Taggable> = {
  vpc: {
    type: 'vpc',
    notFound: 'InvalidVpcID.NotFound',
    what: 'vpc ID',
    resources: state => state.vpcs,
  },
  subnet: {
    type: 'subnet',
    notFound: 'InvalidSubnetID.NotFound',
    what: 'subnet ID',
    resources: state => state.subnets,
  },
  sg: {
    type: 'security-group',
    notFound: 'InvalidGroup.NotFound',
    what: 'security group',
    resources: state => state.securityGroups,
  },
  rtb: {
    type: 'route-table',
    notFound: 'InvalidRouteTableID.NotFound',
    what: 'routeTable ID',
    resources: state => state.routeTables,
  },
  igw: {
    type: 'internet-gateway',
    notFound: 'InvalidInternetGatewayID.NotFound',
    what: 'internetGateway ID',
    resources: state => state.internetGateways,
  },
  acl: {
    type: 'network-acl',
    notFound: 'InvalidNetworkAclID.NotFound',
    what: 'networkAcl ID',
    resources: state => state.networkAcls,
  },
  dopt: {
    type: 'dhcp-options',
    notFound: 'InvalidDhcpOptionID.NotFound',
    what: 'dhcpOption ID',
    resources: state => state.dhcpOptions,
  },
  eni: {
    type: 'network-interface',
    notFound: 'InvalidNetworkInterfaceID.NotFound',
    what: 'networkInterface ID',
    resources: state => state.networkInterfaces,
  },
  nat: {
    type: 'natgateway',
    notFound: 'InvalidNatGatewayID.NotFound',
    what: 'natGateway ID',
    resources: state => state.natGateways,
  },
  eipalloc: {
    type: 'elastic-ip',
    notFound: 'InvalidAllocationID.NotFound',
    what: 'allocation ID',
    resources: state => state.addresses,
  },
  vpce: {
    type: 'vpc-endpoint',
    notFound: 'InvalidVpcEndpointId.NotFound',
    what: 'Vpc Endpoint Id',
    resources: state => state.vpcEndpoints,
  },
}

/** Changes the tags of each resource; throws before the first change when one of them does not exist. */
export function retag(scope: Scope, ids: string[], change: (tags: Tag[]) => Tag[]): void {
  const state = network(scope)
  const changes = ids.map(id => {
    const kind = TAGGABLE[id.slice(0, id.lastIndexOf('-'))]
    if (!kind && !id.startsWith('sgr-')) throw new AwsError('InvalidID', `The ID '${id}' is not valid`)
    return kind ? tagDocument(state, kind, id, change) : tagRule(state, id, change)
  })
  for (const apply of changes) apply()
}

function tagDocument(state: Network, kind: Taggable, id: string, change: (tags: Tag[]) => Tag[]): () => void {
  const resources = kind.resources(state)
  const resource = resources.get(id)
  if (!resource) throw new AwsError(kind.notFound, `The ${kind.what} '${id}' does not exist`)
  const Tags = checkTags(change(resource.Tags))
  return () => resources.put(id, { ...resource, Tags })
}

/** A security group's rules have tags of their own. */
function tagRule(state: Network, id: string, change: (tags: Tag[]) => Tag[]): () => void {
  const group = state.securityGroups.values().find(g => g.rules.some(r => r.SecurityGroupRuleId === id))
  if (!group) {
    throw new AwsError(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${id}' does not exist`,
    )
  }
  const rules = group.rules.map(rule =>
    rule.SecurityGroupRuleId === id ? { ...rule, Tags: checkTags(change(rule.Tags)) } : rule,
  )
  return () => state.securityGroups.put(group.GroupId, { ...group, rules })
}

export interface TaggedResource {
  ResourceId: string
  ResourceType: ResourceType
  Tags: Tag[]
}

/** Every resource that bears a tag. */
export function allTagged(scope: Scope): TaggedResource[] {
  const state = collections(scope)
  const documents = Object.values(TAGGABLE).flatMap(({ type, resources }) =>
    resources(state)
      .values()
      .map(resource => ({ ResourceId: idOf(resource, type), ResourceType: type, Tags: resource.Tags })),
  )
  const rules = state.securityGroups.values().flatMap(group =>
    group.rules.map(rule => ({
      ResourceId: rule.SecurityGroupRuleId,
      ResourceType: 'security-group-rule' as const,
      Tags: rule.Tags,
    })),
  )
  return [...documents, ...rules].filter(({ Tags }) => Tags.length > 0)
}

const ID_KEYS: Partial<Record<ResourceType, string>> = {
  vpc: 'VpcId',
  subnet: 'SubnetId',
  'security-group': 'GroupId',
  'route-table': 'RouteTableId',
  'internet-gateway': 'InternetGatewayId',
  'network-acl': 'NetworkAclId',
  'dhcp-options': 'DhcpOptionsId',
  'network-interface': 'NetworkInterfaceId',
  natgateway: 'NatGatewayId',
  'elastic-ip': 'AllocationId',
  'vpc-endpoint': 'VpcEndpointId',
}

function idOf(resource: object, type: ResourceType): string {
  return String((resource as Record<string, unknown>)[ID_KEYS[type] ?? ''])
}

/** The tags that a Create call gives its new resource. */
export function tagsFor(type: ResourceType, specifications: TagSpecification[] | undefined): Tag[] {
  const foreign = specifications?.find(({ ResourceType }) => ResourceType !== type)
  if (foreign) {
    throw invalidParameterValue(
      `'${foreign.ResourceType}' is not a valid taggable resource type for this operation.`,
    )
  }
  return mergeTags([], specifications?.flatMap(({ Tags }) => Tags ?? []) ?? [])
}

/** The tags with the new ones over them. */
export function mergeTags(tags: Tag[], added: Tag[]): Tag[] {
  const merged = new Map(tags.map(({ Key, Value }) => [Key, Value]))
  const keys = added.map(({ Key }) => Key)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) throw invalidParameterValue(`Duplicate tag key '${twice}' specified.`)
  for (const { Key, Value } of added) merged.set(Key, Value ?? '')
  return checkTags([...merged].map(([Key, Value]) => ({ Key, Value })))
}

function checkTags(tags: Tag[]): Tag[] {
  for (const { Key = '', Value = '' } of tags) {
    if (Key.startsWith('aws:')) {
      throw invalidParameterValue(
        `Value ( ${Key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      )
    }
    if (Key === '' || Key.length > 128) {
      throw invalidParameterValue(`Tag keys must be 1 to 128 characters long; this one has ${Key.length}`)
    }
    if (Value.length > 256) {
      throw invalidParameterValue(`Tag values can have 256 characters at most; this one has ${Value.length}`)
    }
  }
  if (tags.length > 50)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.')
  return tags
}
