import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  LoadBalancer,
  ServiceDeployment,
} from '@aws-sdk/client-ecs'
import { createListener } from '../../elbv2/operations/create-listener.ts'
import { createTargetGroup } from '../../elbv2/operations/create-target-group.ts'
import { rulesOf } from '../../elbv2/listeners.ts'
import { balancing } from '../../elbv2/store.ts'
import { attachRolePolicy } from '../../iam/operations/attach-role-policy.ts'
import { createRole } from '../../iam/operations/create-role.ts'
import { putRolePolicy } from '../../iam/operations/put-role-policy.ts'
import { createService } from '../operations/create-service.ts'
import { describeServiceDeployments } from '../operations/describe-service-deployments.ts'
import { listServiceDeployments } from '../operations/list-service-deployments.ts'
import { updateService } from '../operations/update-service.ts'
import { FakeAccount } from './fake-account.ts'

const SERVICE = { cluster: 'lab', service: 'web' }

/** A practice account without sockets, with the service `web` behind a production and a test rule, and a clock that the test moves. */
export class FakeStrategies extends FakeAccount {
  alternateArn = ''
  /** The default rule of port 80, and of port 9000. */
  productionRule = ''
  testRule = ''
  roleArn = ''

  /** Makes a rolling service, steady, and what another strategy needs. */
  async open(request: Partial<CreateServiceRequest> = {}): Promise<void> {
    await this.registerWeb()
    await this.createWeb(request, true)
    const groups = balancing(this.scope).targetGroups.values()
    const { TargetGroups } = await this.call(createTargetGroup, {
      ...{ Name: 'alternate', Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: groups[0]?.VpcId },
    })
    this.alternateArn = TargetGroups?.[0]?.TargetGroupArn ?? ''
    const production = balancing(this.scope).listeners.values()[0]
    const { Listeners } = await this.call(createListener, {
      ...{ LoadBalancerArn: production?.LoadBalancerArn, Protocol: 'HTTP', Port: 9000 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: this.alternateArn }],
    })
    const ruleOf = (listenerArn = '') => rulesOf(this.scope, listenerArn)[0]?.RuleArn ?? ''
    this.productionRule = ruleOf(production?.ListenerArn)
    this.testRule = ruleOf(Listeners?.[0]?.ListenerArn)
    this.roleArn = await this.#createRole()
    await this.passUntil(() => this.service.steady)
    this.fewest = Infinity
  }

  async #createRole(): Promise<string> {
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }
    const { Role } = await this.call(createRole, {
      ...{ RoleName: 'infrastructure', AssumeRolePolicyDocument: JSON.stringify(trust) },
    })
    const RoleName = 'infrastructure'
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'
    await this.call(attachRolePolicy, { RoleName, PolicyArn })
    const invoke = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' }],
    }
    const PolicyDocument = JSON.stringify(invoke)
    await this.call(putRolePolicy, { RoleName, PolicyName: 'hooks', PolicyDocument })
    return Role?.Arn ?? ''
  }

  /** The load balancer as strategies want it. */
  loadBalancer(advanced: Partial<NonNullable<LoadBalancer['advancedConfiguration']>> = {}): LoadBalancer {
    return {
      ...{ targetGroupArn: this.targetGroupArn, containerName: 'web', containerPort: 8080 },
      advancedConfiguration: {
        alternateTargetGroupArn: this.alternateArn,
        productionListenerRule: this.productionRule,
        testListenerRule: this.testRule,
        roleArn: this.roleArn,
        ...advanced,
      },
    }
  }

  /** Deploys a new revision of `web` by a strategy. */
  async deploy(deploymentConfiguration: DeploymentConfiguration = {}, image = 'web:2'): Promise<void> {
    const taskDefinition = await this.registerWeb({ image })
    await this.call(updateService, {
      ...{ ...SERVICE, taskDefinition, loadBalancers: [this.loadBalancer()] },
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, ...deploymentConfiguration },
    })
  }

  /** The newest deployment. */
  async deployment(): Promise<ServiceDeployment> {
    const [newest] = await this.deployments()
    return newest ?? {}
  }

  /** Newest first. */
  async deployments(): Promise<ServiceDeployment[]> {
    const { serviceDeployments = [] } = await this.call(listServiceDeployments, SERVICE)
    const serviceDeploymentArns = serviceDeployments.map(one => one.serviceDeploymentArn ?? '')
    const described = await this.call(describeServiceDeployments, { serviceDeploymentArns })
    return described.serviceDeployments ?? []
  }

  async stage(): Promise<string | undefined> {
    return (await this.deployment()).lifecycleStage
  }

  /** Lets time pass until the newest deployment is in a stage; answers the seconds. */
  passToStage(stage: string): Promise<number> {
    return this.passUntil(async () => (await this.stage()) === stage)
  }

  /** Lets time pass until the newest deployment is over; answers it. */
  async passToEnd(): Promise<ServiceDeployment> {
    await this.passUntil(async () => (await this.deployment()).finishedAt !== undefined)
    return this.deployment()
  }

  /** The fewest targets that ever served production traffic while time passed. */
  fewest = Infinity

  /** Lets time pass until something is so; fails after two hours. */
  async passUntil(isSo: () => boolean | Promise<boolean>): Promise<number> {
    for (let second = 0; second < 7200; second++) {
      if (await isSo()) return second
      await this.pass(1, () => (this.fewest = Math.min(this.fewest, this.fewestServing)))
    }
    throw new Error(`Not so after two hours: ${JSON.stringify(await this.deployment(), null, 1)}`)
  }

  /** Percent of the rule's requests that go to the alternate group. */
  weight(rule: string): number {
    const actions = balancing(this.scope).rules.get(rule)?.Actions ?? []
    const groups = actions[0]?.ForwardConfig?.TargetGroups ?? []
    const total = groups.reduce((sum, { Weight = 0 }) => sum + Weight, 0)
    const found = groups.find(({ TargetGroupArn }) => TargetGroupArn === this.alternateArn)
    return ((found?.Weight ?? 0) * 100) / total
  }

  /** How many healthy targets the emptiest group has that production traffic goes to. */
  get fewestServing(): number {
    const groups = balancing(this.scope).rules.get(this.productionRule)?.Actions[0]?.ForwardConfig
      ?.TargetGroups
    const serving = (groups ?? []).filter(({ Weight = 1 }) => Weight > 0)
    const counts = serving.map(
      ({ TargetGroupArn = '' }) =>
        this.targets
          .targetHealth(this.sandbox, this.scope, TargetGroupArn)
          .filter(({ state }) => state === 'healthy').length,
    )
    return Math.min(...counts)
  }

  /** Images of the tasks that RUN. */
  get images(): (string | undefined)[] {
    return this.in('RUNNING').map(({ containers }) => containers[0]?.image)
  }
}

/** Asks for another service, of which a request says what matters. */
export function createServiceFor(account: FakeStrategies, request: Partial<CreateServiceRequest>) {
  return account.call(createService, {
    ...{
      cluster: 'lab',
      serviceName: 'other',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
    },
    networkConfiguration: account.network,
    ...request,
  })
}
