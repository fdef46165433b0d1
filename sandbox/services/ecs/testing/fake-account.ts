import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ContainerDefinition, CreateServiceRequest } from '@aws-sdk/client-ecs'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { FakeClock } from '../../../fake-clock.ts'
import type { Operation, OperationContext, Sandbox } from '../../../operation.ts'
import { AddressBook } from '../../../runtime/address-book.ts'
import { FakeRuntime } from '../../../runtime/fake-runtime.ts'
import { openStore } from '../../../store/store.ts'
import type { Scope, Store } from '../../../store/store.ts'
import { ensureDefaultVpc } from '../../ec2/default-vpc.ts'
import { collections } from '../../ec2/store.ts'
import { createListener } from '../../elbv2/operations/create-listener.ts'
import { createLoadBalancer } from '../../elbv2/operations/create-load-balancer.ts'
import { createTargetGroup } from '../../elbv2/operations/create-target-group.ts'
import { deliverEvents } from '../../events/deliver-events.ts'
import type { Engine } from '../engine.ts'
import { LogDriver } from '../log-driver.ts'
import { createCluster } from '../operations/create-cluster.ts'
import { createService } from '../operations/create-service.ts'
import { registerTaskDefinition } from '../operations/register-task-definition.ts'
import { ecs } from '../store.ts'
import type { ServiceDocument, TaskDocument } from '../store.ts'
import { TaskTurns } from '../task-turns.ts'
import { FakeTargets } from './fake-targets.ts'

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'

/** A practice account without sockets: ECS's operations and controllers over fakes, and a clock that the test moves. */
export class FakeAccount {
  readonly clock = new FakeClock()
  readonly runtime = new FakeRuntime()
  readonly targets = new FakeTargets(this.clock)
  readonly store: Store = openStore(':memory:')
  readonly scope: Scope = this.store.scope(ACCOUNT, REGION)
  readonly sandbox: Sandbox
  readonly context: OperationContext
  turns: TaskTurns
  targetGroupArn = ''
  /** What deployments' hooks are answered. */
  invokeFunction: (functionArn: string, payload: string) => Promise<{ payload: string; failed: boolean }> =
    () => Promise.resolve({ payload: '{"hookStatus":"SUCCEEDED"}', failed: false })

  constructor() {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'ecs-test-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    this.sandbox = {
      store: this.store,
      clock: this.clock,
      log: pino({ level: 'silent' }),
      addresses: new AddressBook(),
      config: { endpoint: '', dataDir, auth: 'on', defaultAccountId: ACCOUNT, runtime: 'process' },
    }
    deliverEvents(this.sandbox)
    const arn = `arn:aws:iam::${ACCOUNT}:root`
    this.context = {
      ...{ accountId: ACCOUNT, region: REGION, requestId: 'r', scope: this.scope, sandbox: this.sandbox },
      principal: { accountId: ACCOUNT, arn, userId: ACCOUNT, accessKeyId: 'AKIA' },
    }
    this.turns = this.#newTurns()
    ensureDefaultVpc(this.scope)
    void this.call(createCluster, { clusterName: 'lab' })
  }

  #newTurns(): TaskTurns {
    const { sandbox, runtime, targets } = this
    const engine: Engine = {
      ...{ sandbox, runtime, targets },
      logs: new LogDriver(sandbox, runtime),
      access: () => ({ docker: {}, process: {} }),
      invokeFunction: (_scope, functionArn, payload) => this.invokeFunction(functionArn, payload),
    }
    return new TaskTurns(engine)
  }

  /** As after kill -9: nothing is left but store and containers. */
  async restart(): Promise<void> {
    this.turns = this.#newTurns()
    await this.turns.adopt()
  }

  async call<I, O>(operation: Operation<I, O>, input: I): Promise<Omit<O, '$metadata'>> {
    return operation(input, this.context)
  }

  /** Lets time pass, second by second, the controllers taking a turn in each. `each` runs after every second. */
  async pass(seconds: number, each?: () => void): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      await this.clock.advance(1000)
      await this.turns.turn()
      each?.()
    }
  }

  get subnets(): string[] {
    return collections(this.scope)
      .subnets.values()
      .map(({ SubnetId }) => SubnetId)
  }

  get network() {
    return { awsvpcConfiguration: { subnets: this.subnets, assignPublicIp: 'ENABLED' as const } }
  }

  /** Registers `web` with one container; answers the ARN. */
  async registerWeb(
    container: Partial<ContainerDefinition> = {},
    more: ContainerDefinition[] = [],
  ): Promise<string> {
    const { taskDefinition } = await this.call(registerTaskDefinition, {
      ...{
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
      },
      containerDefinitions: [
        { name: 'web', image: 'web:1', portMappings: [{ containerPort: 8080 }], ...container },
        ...more,
      ],
    })
    return taskDefinition?.taskDefinitionArn ?? ''
  }

  /** Creates the service `web`, behind a target group of a load balancer if it is to be. */
  async createWeb(request: Partial<CreateServiceRequest> = {}, behindBalancer = false): Promise<void> {
    if (behindBalancer) this.targetGroupArn = await this.#createBalancer()
    const target = { targetGroupArn: this.targetGroupArn, containerName: 'web', containerPort: 8080 }
    await this.call(createService, {
      ...{
        cluster: 'lab',
        serviceName: 'web',
        taskDefinition: 'web',
        desiredCount: 2,
        launchType: 'FARGATE',
      },
      networkConfiguration: this.network,
      ...(behindBalancer && { loadBalancers: [target] }),
      ...request,
    })
  }

  async #createBalancer(): Promise<string> {
    const VpcId = collections(this.scope).vpcs.values()[0]?.VpcId
    const group = { Name: 'web', Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId } as const
    const { TargetGroups } = await this.call(createTargetGroup, group)
    const { LoadBalancers } = await this.call(createLoadBalancer, { Name: 'web', Subnets: this.subnets })
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn
    await this.call(createListener, {
      ...{ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn, Protocol: 'HTTP', Port: 80 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    return TargetGroupArn ?? ''
  }

  get service(): ServiceDocument {
    const service = ecs(this.scope).services.get('lab/web')
    if (!service) throw new Error('There is no service web.')
    return service
  }

  get tasks(): TaskDocument[] {
    return ecs(this.scope).tasks.values()
  }

  /** Tasks in this state. */
  in(status: TaskDocument['lastStatus']): TaskDocument[] {
    return this.tasks.filter(({ lastStatus }) => lastStatus === status)
  }

  /** Texts of the service's events, oldest first, their ids left out. */
  get events(): string[] {
    return this.service.events
      .map(({ message }) =>
        message
          .replace(/\(task [0-9a-f]{32}\)/g, '(task T)')
          .replace(/\d{19}/g, 'N')
          .replace(this.targetGroupArn || 'TG', 'TG'),
      )
      .reverse()
  }
}
