import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment,
  ServiceDeploymentLifecycleStage,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { nameOf } from './lookup.ts'
import type {
  ServiceDeploymentDocument,
  ServiceRevisionDocument,
  Stage,
  StagedDocument,
} from './service-deployments.ts'
import { countTasks } from './count-tasks.ts'
import { ecs, tasksOf } from './store.ts'
import { expiryOf } from './strategies/hook-event.ts'
import { isPause } from './strategies/hook-configuration.ts'
import { placedLoadBalancers } from './strategies/routes.ts'

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms))

/** One deployment as DescribeServiceDeployments answers it. */
export function serviceDeploymentShape(
  sandbox: Sandbox,
  scope: Scope,
  document: ServiceDeploymentDocument,
): ServiceDeployment {
  const { breaker, alarms, rollback, staged, sourceRevisionArns, targetRevisionArn } = document
  const summary = (arn: string) => ({ ...countsOf(scope, document, arn), ...weightsOf(document, arn) })
  return {
    serviceDeploymentArn: document.serviceDeploymentArn,
    serviceArn: document.serviceArn,
    clusterArn: document.clusterArn,
    createdAt: date(document.createdAt),
    startedAt: date(document.startedAt),
    finishedAt: date(document.finishedAt),
    stoppedAt: date(document.stoppedAt),
    updatedAt: date(document.updatedAt),
    sourceServiceRevisions: sourceRevisionArns.map(summary),
    targetServiceRevision: summary(targetRevisionArn),
    status: document.status,
    statusReason: document.statusReason,
    ...(staged && { lifecycleStage: shownStage(staged.stage) }),
    ...(staged?.hooks?.length && { lifecycleHookDetails: hookDetails(sandbox, scope, document, staged) }),
    deploymentConfiguration: document.deploymentConfiguration,
    ...(rollback && { rollback: { ...rollback, startedAt: new Date(rollback.startedAt) } }),
    deploymentCircuitBreaker: breaker,
    ...(alarms && { alarms }),
  }
}

/** The hooks' stage before a shift is not one of those that deployments show. */
function shownStage(stage: Stage): ServiceDeploymentLifecycleStage {
  return stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' ? 'PRODUCTION_TRAFFIC_SHIFT' : stage
}

function countsOf(
  scope: Scope,
  { serviceArn }: ServiceDeploymentDocument,
  arn: string,
): ServiceRevisionSummary {
  const service = ecs(scope)
    .services.values()
    .find(one => one.serviceArn === serviceArn)
  const deployment = service?.deployments.find(({ revisionArn }) => revisionArn === arn)
  const tasks = service ? tasksOf(scope, service).filter(({ startedBy }) => startedBy === deployment?.id) : []
  const { running, pending } = countTasks(deployment ? tasks : [])
  return {
    ...{ arn, requestedTaskCount: deployment?.desiredCount ?? 0 },
    ...{ runningTaskCount: running, pendingTaskCount: pending },
  }
}

/** The revision that traffic comes from has what the target has not; others of several have nothing. */
function weightsOf(
  { staged, sourceRevisionArns, targetRevisionArn, rollback }: ServiceDeploymentDocument,
  arn: string,
): ServiceRevisionSummary {
  if (!staged?.routes.length) return {}
  const { test, production } = staged.weights
  const hasTest = staged.routes.some(({ testListenerRule }) => testListenerRule)
  const source = rollback?.serviceRevisionArn ?? sourceRevisionArns[0]
  const share = (percent: number) =>
    arn === targetRevisionArn ? percent : arn === source ? Math.round((100 - percent) * 10) / 10 : 0
  return {
    ...(hasTest && { requestedTestTrafficWeight: share(test) }),
    requestedProductionTrafficWeight: share(production),
  }
}

function hookDetails(
  sandbox: Sandbox,
  scope: Scope,
  { deploymentConfiguration }: ServiceDeploymentDocument,
  { hooks = [] }: StagedDocument,
): DeploymentLifecycleHookDetail[] {
  return hooks.map(hook => {
    const configuration = deploymentConfiguration.lifecycleHooks?.[hook.index] ?? {}
    const pause = isPause(configuration)
    return {
      hookId: hook.hookId,
      targetType: pause ? 'PAUSE' : 'AWS_LAMBDA',
      ...(!pause && { targetArn: configuration.hookTargetArn }),
      status: hook.status,
      expiresAt: expiryOf(sandbox, scope, hook),
      timeoutAction: configuration.timeoutConfiguration?.action ?? 'ROLLBACK',
    }
  })
}

/** A revision of a service as DescribeServiceRevisions answers it. */
export function serviceRevisionShape(scope: Scope, document: ServiceRevisionDocument): ServiceRevision {
  const { targetGroupArns, ...rest } = document
  // It may have been deleted since.
  const definition = ecs(scope).taskDefinitions.get(nameOf(document.taskDefinition))
  return {
    ...rest,
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    createdAt: new Date(document.createdAt),
    ...(definition && {
      containerImages: definition.containerDefinitions.map(({ name, image }) => ({
        containerName: name,
        image,
      })),
    }),
    ...(targetGroupArns && {
      resolvedConfiguration: {
        loadBalancers: placedLoadBalancers(document).map(({ targetGroupArn, advancedConfiguration }) => ({
          ...{ targetGroupArn, productionListenerRule: advancedConfiguration?.productionListenerRule },
        })),
      },
    }),
  }
}
