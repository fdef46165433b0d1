import {
  DuplicateLoadBalancerNameException,
  InvalidSubnetException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import { arn, decimalId, hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../../ec2/default-vpc.ts'
import { hasInternetGateway } from '../../ec2/elastic-addresses.ts'
import { checkOneOf, exception, invalidConfiguration, notImplemented } from '../errors.ts'
import {
  addZones,
  chosenGroups,
  chosenSubnets,
  hostedZone,
  PROVISIONING_MS,
  shownLoadBalancer,
} from '../load-balancers.ts'
import { checkLoadBalancerName } from '../names.ts'
import { balancing } from '../store.ts'
import type { LoadBalancerDocument } from '../store.ts'
import { checkTags } from '../tags.ts'

/** Makes an Application or Network Load Balancer; the same request again answers the one that is there. */
export const createLoadBalancer: Operation<CreateLoadBalancerInput, CreateLoadBalancerOutput> = (
  input,
  { scope, sandbox, region, accountId },
) => {
  const { Name, Type = 'application', Scheme = 'internet-facing', IpAddressType = 'ipv4' } = input
  checkLoadBalancerName(Name)
  checkOneOf(Type, 'type', ['application', 'network', 'gateway'])
  checkOneOf(Scheme, 'scheme', ['internet-facing', 'internal'])
  checkOneOf(IpAddressType, 'ipAddressType', ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'])
  if (Type === 'gateway') {
    throw notImplemented(`load balancers of type '${Type}'`, 'Use application or network.')
  }
  if (input.SubnetMappings?.some(m => m.AllocationId ?? m.PrivateIPv4Address)) {
    throw notImplemented('chosen addresses of load balancers', 'Give Subnets.')
  }
  if (IpAddressType !== 'ipv4') {
    throw invalidConfiguration('You must specify subnets with an associated IPv6 CIDR block')
  }
  const subnets = chosenSubnets(scope, input.Subnets, input.SubnetMappings, Type)
  const vpcId = subnets[0]?.VpcId ?? ''
  if (Scheme === 'internet-facing' && !hasInternetGateway(network(scope), vpcId)) {
    throw exception(InvalidSubnetException, `VPC ${vpcId} has no internet gateway`)
  }
  const isNetwork = Type === 'network'
  // A Network Load Balancer without security groups has none, and lets everybody in.
  const SecurityGroups =
    isNetwork && !input.SecurityGroups?.length ? [] : chosenGroups(scope, input.SecurityGroups, vpcId)
  const tags = checkTags(input.Tags)

  const { loadBalancers } = balancing(scope)
  const namesake = loadBalancers.values().find(({ LoadBalancerName }) => LoadBalancerName === Name)
  if (namesake) {
    const wanted = { Type, Scheme, SecurityGroups, subnets: subnets.map(({ SubnetId }) => SubnetId) }
    if (isSame(namesake, wanted)) return { LoadBalancers: [shownLoadBalancer(sandbox, scope, namesake)] }
    throw exception(
      DuplicateLoadBalancerNameException,
      `A load balancer with the same name '${Name}' exists, but with different settings`,
    )
  }

  const id = hexId(16)
  const kind = isNetwork ? 'net' : 'app'
  const LoadBalancerArn = arn(scope, 'elasticloadbalancing', `loadbalancer/${kind}/${Name}/${id}`)
  const prefix = Scheme === 'internal' ? 'internal-' : ''
  const document: LoadBalancerDocument = {
    LoadBalancerArn,
    LoadBalancerName: Name,
    DNSName: isNetwork
      ? `${Name}-${id}.elb.${region}.amazonaws.com`
      : `${prefix}${Name}-${decimalId(10)}.${region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: hostedZone(region, Type),
    Scheme,
    VpcId: vpcId,
    Type,
    SecurityGroups,
    IpAddressType,
    zones: addZones(scope, { LoadBalancerArn, SecurityGroups, Type }, subnets, Scheme),
    createdAt: sandbox.clock.now(),
    activeAt: sandbox.clock.time(accountId) + PROVISIONING_MS,
    attributes: {},
    tags,
  }
  loadBalancers.put(LoadBalancerArn, document)
  routesChanged(sandbox, scope)
  return { LoadBalancers: [shownLoadBalancer(sandbox, scope, document)] }
}

function isSame(
  document: LoadBalancerDocument,
  wanted: { Type: string; Scheme: string; SecurityGroups: string[]; subnets: string[] },
): boolean {
  const sameSet = (a: string[], b: string[]) => a.toSorted().join() === b.toSorted().join()
  return (
    document.Type === wanted.Type &&
    document.Scheme === wanted.Scheme &&
    sameSet(document.SecurityGroups, wanted.SecurityGroups) &&
    sameSet(
      document.zones.map(({ SubnetId }) => SubnetId),
      wanted.subnets,
    )
  )
}
