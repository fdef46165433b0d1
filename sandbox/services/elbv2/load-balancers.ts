import { InvalidSecurityGroupException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { LoadBalancer, SubnetMapping } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { network } from '../ec2/default-vpc.ts'
import { createInterface } from '../ec2/network-interfaces.ts'
import { collections } from '../ec2/store.ts'
import type { SubnetDocument } from '../ec2/store.ts'
import {
  exception,
  invalidConfiguration,
  checkArn,
  loadBalancerNotFound,
  subnetNotFound,
  validationError,
} from './errors.ts'
import { balancing } from './store.ts'
import type { LoadBalancerDocument } from './store.ts'

/** How long a new load balancer stays `provisioning`, in the account's own time (on AWS one to three minutes). */
export const PROVISIONING_MS = 60_000

/** Route 53's hosted zone of the region's load balancers, where it is generally known. */
const HOSTED_ZONES: Record<string, string> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-east-2': 'Z3AADJGX6KTTL2',
  'us-west-1': 'Z368ELLRRE2KJ0',
  'us-west-2': 'Z1H1FL5HABSF5',
  'eu-west-1': 'Z32O12XQLNTSW2',
  'eu-west-2': 'ZHURV8PSTC4K8',
  'eu-central-1': 'Z215JYRZR1TBD5',
}

const NETWORK_HOSTED_ZONES: Record<string, string> = {
  'us-east-1': 'Z26RNL4JYFTOTI',
  'us-east-2': 'ZLMOA37VPKANP',
  'us-west-1': 'Z24FKFUX50B4VW',
  'us-west-2': 'Z18D5FSROUN65G',
  'eu-west-1': 'Z2IFOLAFXWLO4F',
  'eu-west-2': 'ZD4D7Y8KGAGS4',
  'eu-central-1': 'Z3F0SRJ5LGBH90',
}

export function hostedZone(region: string, type: string): string {
  return type === 'network'
    ? (NETWORK_HOSTED_ZONES[region] ?? 'Z2IFOLAFXWLO4F')
    : (HOSTED_ZONES[region] ?? 'Z32O12XQLNTSW2')
}

/** Throws LoadBalancerNotFound. */
export function findLoadBalancer(scope: Scope, arn: string | undefined): LoadBalancerDocument {
  const found = balancing(scope).loadBalancers.get(arn ?? '')
  if (!found) {
    checkArn(scope, 'loadbalancer', arn ?? '')
    throw loadBalancerNotFound(arn ?? '')
  }
  return found
}

/** As DescribeLoadBalancers shows it. */
export function shownLoadBalancer(
  sandbox: Sandbox,
  scope: Scope,
  document: LoadBalancerDocument,
): LoadBalancer {
  const { zones, createdAt, activeAt, attributes: _attributes, tags: _tags, ...shown } = document
  const active = sandbox.clock.time(scope.accountId) >= activeAt
  return {
    ...shown,
    CreatedTime: new Date(createdAt),
    State: { Code: active ? 'active' : 'provisioning' },
    AvailabilityZones: zones.map(({ ZoneName, SubnetId }) => ({
      ZoneName,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
  }
}

/** The subnets that a request names, each in its own zone of one VPC; an Application Load Balancer takes at least two. */
export function chosenSubnets(
  scope: Scope,
  subnets: string[] | undefined,
  mappings: SubnetMapping[] | undefined,
  type: string,
): SubnetDocument[] {
  if (subnets?.length && mappings?.length) {
    throw validationError('You can specify either subnets or subnet mappings, not both')
  }
  const ids = subnets?.length ? subnets : (mappings ?? []).map(({ SubnetId }) => SubnetId ?? '')
  const known = network(scope).subnets
  const chosen = [...new Set(ids)].map(id => {
    const subnet = known.get(id)
    if (!subnet) throw subnetNotFound(id)
    return subnet
  })
  const zones = new Set(chosen.map(({ AvailabilityZone }) => AvailabilityZone))
  if (type === 'network' && chosen.length === 0) {
    throw validationError('At least one subnet must be specified')
  }
  if (type !== 'network' && zones.size < 2) {
    throw validationError('At least two subnets in two different Availability Zones must be specified')
  }
  if (zones.size < chosen.length) {
    throw invalidConfiguration(
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    )
  }
  if (new Set(chosen.map(({ VpcId }) => VpcId)).size > 1) {
    throw invalidConfiguration('All subnets must belong to the same VPC')
  }
  return chosen
}

/** The security groups of a request, or the VPC's default one. */
export function chosenGroups(scope: Scope, groupIds: string[] | undefined, vpcId: string): string[] {
  const { securityGroups } = network(scope)
  if (!groupIds?.length) {
    const standard = securityGroups.values().find(g => g.VpcId === vpcId && g.GroupName === 'default')
    return standard ? [standard.GroupId] : []
  }
  for (const id of groupIds) {
    const group = securityGroups.get(id)
    if (!group) {
      throw exception(InvalidSecurityGroupException, `The security group '${id}' does not exist`)
    }
    if (group.VpcId !== vpcId) {
      throw invalidConfiguration(
        `One or more security groups are invalid: '${id}' is not in the load balancer's VPC '${vpcId}'`,
      )
    }
  }
  return [...new Set(groupIds)]
}

/** Makes the load balancer's interface in each subnet. */
export function addZones(
  scope: Scope,
  balancer: Pick<LoadBalancerDocument, 'LoadBalancerArn' | 'SecurityGroups' | 'Type'>,
  subnets: SubnetDocument[],
  scheme: string,
): LoadBalancerDocument['zones'] {
  const { LoadBalancerArn, SecurityGroups, Type } = balancer
  return subnets.map(({ SubnetId, AvailabilityZone }) => {
    const made = createInterface(scope, {
      subnetId: SubnetId,
      securityGroupIds: SecurityGroups,
      assignPublicIp: scheme === 'internet-facing',
      description: `ELB ${LoadBalancerArn.split(':loadbalancer/')[1] ?? ''}`,
      requesterId: 'amazon-elb',
      attachedBy: 'amazon-elb',
      ...(Type === 'network' && { interfaceType: 'network_load_balancer' as const }),
    })
    return { ZoneName: AvailabilityZone, SubnetId, networkInterfaceId: made.NetworkInterfaceId }
  })
}

export function removeZones(scope: Scope, zones: LoadBalancerDocument['zones']): void {
  const { networkInterfaces } = collections(scope)
  for (const { networkInterfaceId } of zones) networkInterfaces.delete(networkInterfaceId)
}
