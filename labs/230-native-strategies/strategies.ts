import type { CommandContext } from '../define.ts'
import { CONTAINER, PORT } from '../parts/place.ts'
import { CANARY_PERCENT, place, STEP_PERCENT } from './names.ts'

/** What differs between the deployments of this lab. */
export const STRATEGIES = {
  blueGreen: {
    ...{ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 2 },
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
  },
  canary: {
    ...{ strategy: 'CANARY', bakeTimeInMinutes: 2, lifecycleHooks: [] },
    canaryConfiguration: { canaryPercent: CANARY_PERCENT, canaryBakeTimeInMinutes: 60 },
  },
  linear: {
    ...{ strategy: 'LINEAR', bakeTimeInMinutes: 1, lifecycleHooks: [] },
    linearConfiguration: { stepPercent: STEP_PERCENT, stepBakeTimeInMinutes: 1 },
  },
} as const

/** The command that deploys by one of the strategies; `more` are its other options. */
export function updateService(strategy: keyof typeof STRATEGIES, more: string): string {
  return `aws ecs update-service --cluster ${place.name} --service ${place.name} ${more} --deployment-configuration '${JSON.stringify(STRATEGIES[strategy])}'`
}

/** The command that makes ECS the service's deployment controller, and deploys the newest task definition. */
export function moveOver(
  { out }: CommandContext,
  { productionRule }: { productionRule?: string } = {},
): string {
  const { blueArn, greenArn } = out['create-load-balancer'] ?? {}
  const { roleArn, productionRuleArn, testRuleArn } = out['create-role'] ?? {}
  const loadBalancer = {
    ...{ targetGroupArn: blueArn, containerName: CONTAINER, containerPort: PORT },
    advancedConfiguration: {
      alternateTargetGroupArn: greenArn,
      productionListenerRule: productionRule ?? productionRuleArn,
      testListenerRule: testRuleArn,
      roleArn,
    },
  }
  return updateService(
    'blueGreen',
    `--task-definition ${place.name} --deployment-controller type=ECS --load-balancers '${JSON.stringify([loadBalancer])}'`,
  )
}

/** Shows stage and green’s share of a deployment every five seconds, until it is over. */
export function watch(serviceDeploymentArn: string | undefined): string {
  const query =
    'serviceDeployments[0].[status,lifecycleStage,targetServiceRevision.requestedProductionTrafficWeight]'
  return [
    `for look in $(seq 360); do now=$(aws ecs describe-service-deployments --service-deployment-arns ${serviceDeploymentArn} --query '${query}' --output text);`,
    `echo "$(date +%T) $now"; case "$now" in SUCCESSFUL*|STOPPED*|*_FAILED*|*_SUCCESSFUL*) break;; esac; sleep 5; done`,
  ].join(' ')
}

/** The command that names the service’s newest deployment. */
export const NEWEST_DEPLOYMENT = `$(aws ecs list-service-deployments --cluster ${place.name} --service ${place.name} --query 'serviceDeployments[0].serviceDeploymentArn' --output text)`
