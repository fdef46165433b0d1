import type { DeploymentLifecycleHook, LoadBalancer } from '@aws-sdk/client-ecs'
import type { Scope } from '../../../store/store.ts'
import { findTargetGroup } from '../../elbv2/targets.ts'
import { invalidParameter } from '../lookup.ts'
import type { ServiceDocument } from '../store.ts'
import { findRoute, weightsOf } from './routes.ts'

type Configuration = ServiceDocument['deploymentConfiguration']

const STRATEGIES = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY']
const PAUSE_STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
]
const LAMBDA_STAGES = [...PAUSE_STAGES, 'TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']
const MOST_HOOKS = 10
const DAY_MINUTES = 1440
const PAUSE_MINUTES = 20_160

/** Refuses what no strategy can do. Throws InvalidParameterException. */
export function checkStrategy(configuration: Configuration, controller: string | undefined): void {
  const { strategy = 'ROLLING', bakeTimeInMinutes, linearConfiguration, canaryConfiguration } = configuration
  if (!STRATEGIES.includes(strategy)) {
    throw invalidParameter(`Invalid deployment strategy. Valid values are: ${STRATEGIES.join(', ')}`)
  }
  if (strategy !== 'ROLLING' && (controller ?? 'ECS') !== 'ECS') {
    throw invalidParameter(
      `The deployment strategy ${strategy} is only supported for services that use the ECS deployment controller.`,
    )
  }
  checkRange('bakeTimeInMinutes', bakeTimeInMinutes, 0, DAY_MINUTES)
  if (linearConfiguration && strategy !== 'LINEAR') throw onlyFor('linearConfiguration', 'LINEAR')
  if (canaryConfiguration && strategy !== 'CANARY') throw onlyFor('canaryConfiguration', 'CANARY')
  checkRange('stepPercent', linearConfiguration?.stepPercent, 3, 100)
  checkRange('stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes, 0, DAY_MINUTES)
  checkRange('canaryPercent', canaryConfiguration?.canaryPercent, 0.1, 100)
  checkRange('canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes, 0, DAY_MINUTES)
  checkHooks(configuration.lifecycleHooks ?? [])
  const { alarms, deploymentCircuitBreaker } = configuration
  if (alarms?.enable && !alarms.alarmNames?.length) {
    throw invalidParameter('alarmNames must not be empty when deployment alarms are enabled.')
  }
  const { type, value } = deploymentCircuitBreaker?.thresholdConfiguration ?? {}
  if (type === 'COUNT') checkRange('thresholdConfiguration value', value, 1, Number.MAX_SAFE_INTEGER)
  else if (type) checkRange('thresholdConfiguration value', value, 1, 100)
}

function checkHooks(hooks: DeploymentLifecycleHook[]): void {
  for (const { targetType = 'AWS_LAMBDA', lifecycleStages, hookTargetArn, ...hook } of hooks) {
    if (targetType !== 'AWS_LAMBDA' && targetType !== 'PAUSE') {
      throw invalidParameter('Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE')
    }
    if (!lifecycleStages?.length) throw invalidParameter('lifecycleStages must not be empty.')
    const isPause = targetType === 'PAUSE'
    const known = isPause ? PAUSE_STAGES : LAMBDA_STAGES
    if (!lifecycleStages.every(stage => known.includes(stage))) {
      throw invalidParameter(
        `Invalid lifecycle stage provided${isPause ? ' for Pause Hook' : `. Valid values are: ${known.join(', ')}`}`,
      )
    }
    if (isPause && (hookTargetArn || hook.roleArn)) {
      throw invalidParameter('hookTargetArn and roleArn are not supported for Pause Hook')
    }
    if (!isPause && !hookTargetArn) throw invalidParameter('hookTargetArn must not be null or empty.')
    if (!isPause && !hook.roleArn) throw invalidParameter('roleArn must not be null or empty.')
    const minutes = hook.timeoutConfiguration?.timeoutInMinutes
    checkRange('timeoutInMinutes', minutes, 1, isPause ? PAUSE_MINUTES : DAY_MINUTES)
  }
  for (const type of ['PAUSE', 'AWS_LAMBDA']) {
    if (hooks.filter(({ targetType = 'AWS_LAMBDA' }) => targetType === type).length > MOST_HOOKS) {
      throw invalidParameter(`A service can have at most ${MOST_HOOKS} hooks of targetType ${type}.`)
    }
  }
}

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return
  throw invalidParameter(`${name} must be between ${least} and ${most}.`)
}

function onlyFor(name: string, strategy: string) {
  return invalidParameter(`${name} is only valid when the deployment strategy is ${strategy}.`)
}

/** Refuses load balancers between which a strategy cannot shift traffic. Throws InvalidParameterException with AWS's texts. */
export function checkAdvancedConfigurations(
  scope: Scope,
  loadBalancers: LoadBalancer[],
  strategy: string | undefined,
): void {
  const advanced = loadBalancers.filter(({ advancedConfiguration }) => advancedConfiguration)
  if (advanced.length > 0 && advanced.length < loadBalancers.length) {
    throw invalidParameter(
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    )
  }
  if ((strategy ?? 'ROLLING') !== 'ROLLING' && advanced.length < loadBalancers.length) {
    throw invalidParameter(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    )
  }
  const seen = new Set<string>()
  for (const { targetGroupArn, advancedConfiguration } of advanced) {
    for (const arn of [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn]) {
      if (!arn) throw invalidParameter('alternateTargetGroupArn must not be null or empty.')
      if (seen.has(arn)) throw invalidParameter(`Duplicate targetGroupArn found: ${arn}`)
      seen.add(arn)
    }
  }
  for (const loadBalancer of advanced) checkAdvancedConfiguration(scope, loadBalancer)
}

function checkAdvancedConfiguration(
  scope: Scope,
  { targetGroupArn = '', advancedConfiguration = {} }: LoadBalancer,
): void {
  const {
    alternateTargetGroupArn = '',
    productionListenerRule,
    testListenerRule,
    roleArn,
  } = advancedConfiguration
  if (!productionListenerRule) throw invalidParameter('productionListenerRule must not be null or empty.')
  if (!roleArn) throw invalidParameter('roleArn must not be null or empty.')
  checkRuleArn('productionListenerRule', productionListenerRule)
  if (testListenerRule) checkRuleArn('testListenerRule', testListenerRule)
  if (productionListenerRule === testListenerRule) {
    throw invalidParameter(
      `The following rules cannot be used as both production and test listener rules: ${testListenerRule}`,
    )
  }
  if (!findTargetGroup(scope, alternateTargetGroupArn)) {
    throw invalidParameter(`The specified target group does not exist: ${alternateTargetGroupArn}`)
  }
  const rule = findRoute(scope, productionListenerRule)
  const forwarded = rule && weightsOf(rule)
  const hasBoth = forwarded?.has(targetGroupArn) && forwarded.has(alternateTargetGroupArn)
  if (rule && !hasBoth && !testListenerRule && productionListenerRule.includes('/app/')) {
    throw invalidParameter(
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    )
  }
}

function checkRuleArn(name: string, arn: string): void {
  if (/:(listener-rule\/app|listener\/net)\//.test(arn)) return
  throw invalidParameter(
    `${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
  )
}
