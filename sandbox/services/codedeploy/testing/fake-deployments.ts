import type { CreateDeploymentGroupInput, DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy'
import { createListener } from '../../elbv2/operations/create-listener.ts'
import { createTargetGroup } from '../../elbv2/operations/create-target-group.ts'
import { balancing } from '../../elbv2/store.ts'
import { attachRolePolicy } from '../../iam/operations/attach-role-policy.ts'
import { createRole } from '../../iam/operations/create-role.ts'
import { FakeAccount } from '../../ecs/testing/fake-account.ts'
import { advanceDeployments } from '../controllers.ts'
import { createApplication } from '../operations/create-application.ts'
import { createDeploymentGroup } from '../operations/create-deployment-group.ts'
import { createDeployment } from '../operations/create-deployment.ts'
import { getDeployment } from '../operations/get-deployment.ts'
import { getDeploymentTarget } from '../operations/get-deployment-target.ts'
import { appSpec } from './app-spec-text.ts'

/** A practice account without sockets, with the service `web` of CodeDeploy's, its listeners and a clock that the test moves. */
export class FakeDeployments extends FakeAccount {
  roleArn = ''
  /** Production's listener, then the test listener. */
  listeners: string[] = []

  /** Makes what a deployment needs, up to the service's steady state. */
  async open(settings: Partial<CreateDeploymentGroupInput> = {}, withTestListener = true): Promise<void> {
    await this.registerWeb()
    await this.createWeb({ deploymentController: { type: 'CODE_DEPLOY' } }, true)
    const groups = balancing(this.scope).targetGroups.values()
    await this.call(createTargetGroup, {
      ...{ Name: 'green', Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: groups[0]?.VpcId },
    })
    const listener = balancing(this.scope).listeners.values()[0]
    await this.call(createListener, {
      ...{ LoadBalancerArn: listener?.LoadBalancerArn, Protocol: 'HTTP', Port: 9000 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: this.targetGroupArn }],
    })
    this.listeners = balancing(this.scope)
      .listeners.values()
      .sort((a, b) => a.Port - b.Port)
      .map(({ ListenerArn }) => ListenerArn)
    await this.#createRole()
    await this.call(createApplication, { applicationName: 'web', computePlatform: 'ECS' })
    await this.call(createDeploymentGroup, { ...this.group(withTestListener), ...settings })
    await this.passUntil(() => this.service.steady)
  }

  group(withTestListener = true): CreateDeploymentGroupInput {
    const [production = '', test = ''] = this.listeners
    return {
      ...{ applicationName: 'web', deploymentGroupName: 'web', serviceRoleArn: this.roleArn },
      ecsServices: [{ clusterName: 'lab', serviceName: 'web' }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'web' }, { name: 'green' }],
            prodTrafficRoute: { listenerArns: [production] },
            ...(withTestListener && { testTrafficRoute: { listenerArns: [test] } }),
          },
        ],
      },
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
      },
    }
  }

  async #createRole(): Promise<void> {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }
    const { Role } = await this.call(createRole, {
      ...{ RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) },
    })
    this.roleArn = Role?.Arn ?? ''
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS'
    await this.call(attachRolePolicy, { RoleName: 'deployer', PolicyArn })
  }

  /** Begins a deployment of a new revision of `web`. */
  async deploy(
    options: { config?: string; hooks?: Record<string, string>; content?: string } = {},
  ): Promise<string> {
    const content = options.content ?? appSpec(await this.registerWeb(), options.hooks)
    const { deploymentId } = await this.call(createDeployment, {
      ...{ applicationName: 'web', deploymentGroupName: 'web' },
      ...(options.config && { deploymentConfigName: options.config }),
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    })
    return deploymentId ?? ''
  }

  /** Lets time pass, CodeDeploy taking a turn in each second. */
  async passWithDeployments(seconds: number, each?: () => void): Promise<void> {
    await this.pass(seconds, () => {
      advanceDeployments(this.sandbox)
      each?.()
    })
  }

  /** Lets time pass until something is so; fails after two hours. */
  async passUntil(isSo: () => boolean | Promise<boolean>): Promise<number> {
    for (let second = 0; second < 7200; second++) {
      if (await isSo()) return second
      await this.passWithDeployments(1)
    }
    throw new Error('Not so after two hours.')
  }

  async deployment(deploymentId: string): Promise<DeploymentInfo> {
    const { deploymentInfo } = await this.call(getDeployment, { deploymentId })
    return deploymentInfo ?? {}
  }

  async target(deploymentId: string): Promise<ECSTarget> {
    const { deploymentTarget } = await this.call(getDeploymentTarget, { deploymentId, targetId: 'lab:web' })
    return deploymentTarget?.ecsTarget ?? {}
  }

  /** `name: status` of each lifecycle event. */
  async lifecycleEvents(deploymentId: string): Promise<string[]> {
    const { lifecycleEvents = [] } = await this.target(deploymentId)
    return lifecycleEvents.map(({ lifecycleEventName, status }) => `${lifecycleEventName}: ${status}`)
  }

  /** Percent of the production (0) or test (1) listener that goes to the group `green`. */
  weight(listener: number): number {
    const rule = balancing(this.scope)
      .rules.values()
      .find(({ ListenerArn, IsDefault }) => ListenerArn === this.listeners[listener] && IsDefault)
    const green = balancing(this.scope)
      .targetGroups.values()
      .find(({ TargetGroupName }) => TargetGroupName === 'green')
    const found = rule?.Actions[0]?.ForwardConfig?.TargetGroups?.find(
      ({ TargetGroupArn }) => TargetGroupArn === green?.TargetGroupArn,
    )
    return found?.Weight ?? 0
  }
}
