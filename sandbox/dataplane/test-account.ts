import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { FakeClock } from '../fake-clock.ts'
import { AwsError } from '../operation.ts'
import type { Operation, OperationContext, Sandbox } from '../operation.ts'
import { AddressBook } from '../runtime/address-book.ts'
import { authorizeSecurityGroupIngress } from '../services/ec2/operations/authorize-security-group-ingress.ts'
import { createSecurityGroup } from '../services/ec2/operations/create-security-group.ts'
import { createTaskInterface } from '../services/ec2/network-interfaces.ts'
import { network } from '../services/ec2/default-vpc.ts'
import { createListener } from '../services/elbv2/operations/create-listener.ts'
import { createLoadBalancer } from '../services/elbv2/operations/create-load-balancer.ts'
import { createTargetGroup } from '../services/elbv2/operations/create-target-group.ts'
import { balancing } from '../services/elbv2/store.ts'
import { registerTargets, targetHealth } from '../services/elbv2/targets.ts'
import { openStore } from '../store/store.ts'
import type { Scope } from '../store/store.ts'
import { dataPlaneOf, startDataPlane } from './data-plane.ts'
import type { DataPlane } from './data-plane.ts'

/** An account for tests: memory store, fake clock, a running data plane, and servers that stand for tasks. */
export class TestAccount {
  readonly clock = new FakeClock()
  readonly sandbox: Sandbox
  readonly scope: Scope
  plane: DataPlane
  /** The group that `openGroup` made. */
  openGroupId = ''
  readonly #servers: Server[] = []

  constructor() {
    this.sandbox = {
      store: openStore(':memory:'),
      clock: this.clock,
      log: pino({ level: 'silent' }),
      addresses: new AddressBook(),
      config: {
        endpoint: '',
        dataDir: '',
        auth: 'off',
        defaultAccountId: '111122223333',
      } as Sandbox['config'],
    }
    this.scope = this.sandbox.store.scope('111122223333', 'eu-west-1')
    this.plane = startDataPlane(this.sandbox)
  }

  /** Calls an operation as the account's root user. */
  call<Input, Output>(operation: Operation<Input, Output>, input: Input): Omit<Output, '$metadata'> {
    const { accountId, region } = this.scope
    const arn = `arn:aws:iam::${accountId}:root`
    const context: OperationContext = {
      ...{ accountId, region, requestId: 'test', scope: this.scope, sandbox: this.sandbox },
      principal: { accountId, arn, userId: accountId, accessKeyId: 'AKIATEST' },
    }
    return operation(input, context) as Omit<Output, '$metadata'>
  }

  /** The error that an operation throws, as `Code: message`. */
  refusal<Input, Output>(operation: Operation<Input, Output>, input: Input): string {
    try {
      this.call(operation, input)
    } catch (error) {
      const { name, message } = error as Error
      return `${error instanceof AwsError ? error.code : name}: ${message}`
    }
    return 'no error'
  }

  get subnetIds(): string[] {
    return network(this.scope)
      .subnets.values()
      .map(({ SubnetId }) => SubnetId)
  }

  /** A private address of the load balancer. */
  balancerAddress(arn: string): string {
    const zone = balancing(this.scope).loadBalancers.get(arn)?.zones[0]
    return network(this.scope).networkInterfaces.get(zone?.networkInterfaceId ?? '')?.PrivateIpAddress ?? ''
  }

  /** The VPC's own group: in from itself only. */
  get defaultGroup(): string {
    return network(this.scope).securityGroups.values()[0]?.GroupId ?? ''
  }

  get vpcId(): string {
    return network(this.scope).vpcs.values()[0]?.VpcId ?? ''
  }

  /** A server with a private address of its own, as a task has. */
  async startTask(
    handler: RequestListener,
    {
      securityGroupIds = [],
      assignPublicIp = false,
    }: { securityGroupIds?: string[]; assignPublicIp?: boolean } = {},
  ): Promise<{ id: string; port: number; publicIp: string; server: Server }> {
    const server = createServer(handler)
    this.#servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const made = createTaskInterface(this.scope, {
      subnetId: this.subnetIds[0] ?? '',
      securityGroupIds,
      assignPublicIp,
      description: 'task',
    })
    const id = made.privateIpAddress
    const port = 8080
    const { accountId, region } = this.scope
    const real = { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
    this.sandbox.addresses.bind({ accountId, region, ip: id, port }, real)
    return { id, port, publicIp: made.publicIpAddress ?? '', server }
  }

  /** A load balancer that is active, open to all, with one listener on port 80 that forwards to a new group. */
  async startLoadBalancer(
    securityGroupId: string,
    name = 'web',
  ): Promise<{ arn: string; dnsName: string; listenerArn: string; groupArn: string; port: number }> {
    const created = this.call(createLoadBalancer, {
      Name: name,
      Subnets: this.subnetIds,
      SecurityGroups: [securityGroupId],
    })
    const { LoadBalancerArn: arn = '', DNSName: dnsName = '' } = created.LoadBalancers?.[0] ?? {}
    const groupArn = this.createGroup(name)
    const listener = this.call(createListener, {
      LoadBalancerArn: arn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    })
    await this.clock.advance(60_000)
    const port = await this.listening(dnsName)
    return { arn, dnsName, listenerArn: listener.Listeners?.[0]?.ListenerArn ?? '', groupArn, port }
  }

  /** A security group that lets everybody in on every port. */
  openGroup(): string {
    const { GroupId = '' } = this.call(createSecurityGroup, { GroupName: 'open', Description: 'open' })
    this.call(authorizeSecurityGroupIngress, { GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' })
    this.openGroupId = GroupId
    return GroupId
  }

  /** Registers targets and waits till the first health check has passed. */
  async register(groupArn: string, targets: { id: string; port: number }[]): Promise<void> {
    registerTargets(this.sandbox, this.scope, groupArn, targets)
    await this.clock.advance(5_000)
    await until(() => this.states(groupArn).filter(state => state === 'healthy').length >= targets.length)
  }

  /** The state of each target of the group. */
  states(groupArn: string): string[] {
    return targetHealth(this.sandbox, this.scope, groupArn).map(({ state }) => state)
  }

  createGroup(name: string): string {
    const made = this.call(createTargetGroup, {
      Name: name,
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: this.vpcId,
      TargetType: 'ip',
    })
    return made.TargetGroups?.[0]?.TargetGroupArn ?? ''
  }

  /** The port of this machine on which the load balancer's port 80 listens. */
  async listening(dnsName: string): Promise<number> {
    return until(() => dataPlaneOf(this.sandbox)?.find(dnsName)?.listener(80)?.localPort)
  }

  async close(): Promise<void> {
    this.plane.stop()
    for (const server of this.#servers) server.closeAllConnections()
    await Promise.all(this.#servers.map(server => new Promise(resolve => server.close(resolve))))
    this.sandbox.store.close()
  }
}

/** Waits, by the wall clock, till there is a value; fails after 15 s. */
export async function until<T>(read: () => T | undefined | false): Promise<T> {
  const end = performance.now() + 15_000
  for (;;) {
    const value = read()
    if (value !== undefined && value !== false) return value
    if (performance.now() > end) throw new Error(`Nothing came of it in 15 s: ${read.toString()}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
