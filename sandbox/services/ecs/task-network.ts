import { isIPv4 } from 'node:net'
import { dataPlaneOf } from '../../dataplane/data-plane.ts'
import type { Sandbox } from '../../operation.ts'
import type { RealEndpoint } from '../../runtime/address-book.ts'
import type { Scope } from '../../store/store.ts'
import { contains } from '../ec2/cidr.ts'
import { allowsEgress, allowsIngress, interfaceAt } from '../ec2/reachability.ts'
import { collections } from '../ec2/store.ts'
import type { NetworkInterfaceDocument } from '../ec2/store.ts'
import { balancing } from '../elbv2/store.ts'
import type { TaskDocument } from './store.ts'

/**
 * What a task's connection to an address meets: where it really listens, nothing that answers (`blocked`: no way, or security groups
 * that do not let it through), nothing that listens (`refused`), or a place that is none of the practice account's (`elsewhere`).
 */
export type Met = RealEndpoint | 'blocked' | 'refused' | 'elsewhere'

/** What a task meets at a private address of its VPC, or at a name that stands for one. */
export function meetFromTask(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  host: string,
  port: number,
): Met {
  const own = task.interface
  const ip = isIPv4(host) ? host : resolveForTask(sandbox, scope, task, host)
  if (!own || ip === undefined || !inVpc(scope, own.vpcId, ip)) return 'elsewhere'
  const place = { accountId: scope.accountId, region: scope.region, ip, port }
  if (ip === own.privateIpAddress) return sandbox.addresses.lookup(place) ?? 'refused'
  const there = interfaceAt(scope, ip)
  if (there?.VpcId !== own.vpcId) return 'blocked'
  const here = { ips: [own.privateIpAddress], groupIds: own.securityGroupIds }
  const peer = { ips: [ip], groupIds: there.GroupIds }
  // A network load balancer may have no security groups: then it lets everybody in.
  const letIn = there.GroupIds.length === 0 || allowsIngress(scope, there.GroupIds, here, port)
  if (!letIn || !allowsEgress(scope, own.securityGroupIds, peer, port)) return 'blocked'
  return sandbox.addresses.lookup(place) ?? listenerAt(sandbox, scope, there, port) ?? 'refused'
}

/** The address for which a name stands inside the task's VPC; undefined for names that are none of the practice account's. */
export function resolveForTask(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  host: string,
): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, '')
  const { accountId, region } = scope
  const bound = sandbox.addresses.lookupName({ accountId, region, name })
  if (bound !== undefined) return bound
  const [, dashed] = /^ip-(\d+-\d+-\d+-\d+)\./.exec(name) ?? []
  if (dashed !== undefined) return dashed.replaceAll('-', '.')
  const balancer = balancing(scope)
    .loadBalancers.values()
    .find(({ DNSName }) => DNSName.toLowerCase() === name)
  if (!balancer) return undefined
  const interfaces = collections(scope)
    .networkInterfaces.values()
    .filter(({ Description }) => Description === descriptionOf(balancer.LoadBalancerArn))
  const near = interfaces.find(
    ({ AvailabilityZone }) => AvailabilityZone === task.interface?.availabilityZone,
  )
  return (near ?? interfaces[0])?.PrivateIpAddress
}

/** A load balancer's interfaces are known by what AWS writes on them. */
function listenerAt(sandbox: Sandbox, scope: Scope, eni: NetworkInterfaceDocument, port: number) {
  const balancer = balancing(scope)
    .loadBalancers.values()
    .find(({ LoadBalancerArn }) => descriptionOf(LoadBalancerArn) === eni.Description)
  const found = balancer && dataPlaneOf(sandbox)?.find(balancer.DNSName.toLowerCase())
  const localPort = found?.listener(port)?.localPort
  return localPort === undefined ? undefined : { host: '127.0.0.1', port: localPort }
}

function descriptionOf(loadBalancerArn: string): string {
  return `ELB ${loadBalancerArn.split(':loadbalancer/')[1] ?? ''}`
}

/** Ranges of the VPC, such as 172.31.0.0/16. */
export function vpcRanges(scope: Scope, vpcId: string): string[] {
  const vpc = collections(scope).vpcs.get(vpcId)
  const more = vpc?.CidrBlockAssociationSet?.flatMap(({ CidrBlock }) => CidrBlock ?? []) ?? []
  return vpc ? [...new Set([vpc.CidrBlock, ...more])] : []
}

function inVpc(scope: Scope, vpcId: string, ip: string): boolean {
  return vpcRanges(scope, vpcId).some(range => contains(range, ip))
}
