import {
  InvalidComputePlatformException,
  InvalidDeploymentConfigNameException,
  InvalidTrafficRoutingConfigurationException,
} from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentConfigInput, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy'
import { exception, notThere } from './errors.ts'
import type { ConfigDocument } from './store.ts'

/** The configuration of a deployment group that names none, and of every rollback. */
export const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce'

const MADE = Date.parse('2018-11-27T00:00:00Z')

const linear = (linearInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage: 10, linearInterval },
})
const canary = (canaryInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedCanary',
  timeBasedCanary: { canaryPercentage: 10, canaryInterval },
})

/** CodeDeploy's own configurations for ECS. */
export const PREDEFINED: ReadonlyMap<string, ConfigDocument> = new Map(
  (
    [
      [ALL_AT_ONCE, { type: 'AllAtOnce' }],
      ['CodeDeployDefault.ECSLinear10PercentEvery1Minutes', linear(1)],
      ['CodeDeployDefault.ECSLinear10PercentEvery3Minutes', linear(3)],
      ['CodeDeployDefault.ECSCanary10Percent5Minutes', canary(5)],
      ['CodeDeployDefault.ECSCanary10Percent15Minutes', canary(15)],
    ] satisfies [string, TrafficRoutingConfig][]
  ).map(([deploymentConfigName, trafficRoutingConfig], index) => [
    deploymentConfigName,
    {
      deploymentConfigId: `00000000-0000-0000-0000-00000000000${index}`,
      ...{ deploymentConfigName, trafficRoutingConfig, computePlatform: 'ECS', createdAt: MADE },
    },
  ]),
)

/** Traffic routing of a new configuration. Throws InvalidTrafficRoutingConfigurationException, …, and 501 for other platforms. */
export function checkedConfig(input: CreateDeploymentConfigInput): TrafficRoutingConfig {
  const { deploymentConfigName = '', trafficRoutingConfig: routing, computePlatform = 'Server' } = input
  if (
    !/^[A-Za-z0-9+=,.@_-]{1,100}$/.test(deploymentConfigName) ||
    /^CodeDeployDefault\./.test(deploymentConfigName)
  ) {
    throw exception(
      InvalidDeploymentConfigNameException,
      `The deployment configuration name ${deploymentConfigName} is not valid`,
    )
  }
  checkPlatform(computePlatform)
  if (input.minimumHealthyHosts || input.zonalConfig) {
    throw exception(
      InvalidComputePlatformException,
      'minimumHealthyHosts and zonalConfig can not be specified for the ECS compute platform',
    )
  }
  if (routing?.type === 'AllAtOnce') return { type: 'AllAtOnce' }
  const { linearPercentage, linearInterval } = routing?.timeBasedLinear ?? {}
  const { canaryPercentage, canaryInterval } = routing?.timeBasedCanary ?? {}
  if (routing?.type === 'TimeBasedLinear' && isShare(linearPercentage) && isInterval(linearInterval)) {
    return { type: routing.type, timeBasedLinear: { linearPercentage, linearInterval } }
  }
  if (routing?.type === 'TimeBasedCanary' && isShare(canaryPercentage) && isInterval(canaryInterval)) {
    return { type: routing.type, timeBasedCanary: { canaryPercentage, canaryInterval } }
  }
  throw exception(
    InvalidTrafficRoutingConfigurationException,
    'The trafficRoutingConfig must have the type TimeBasedCanary, TimeBasedLinear or AllAtOnce, with a percentage from 1 to 99 and an interval from 1 to 2880 minutes',
  )
}

function isShare(value: number | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 99
}

function isInterval(value: number | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 2880
}

/** Throws InvalidComputePlatformException for an unknown platform, 501 for one that is not ECS. */
export function checkPlatform(platform: string): void {
  if (platform === 'ECS') return
  if (platform === 'Lambda' || platform === 'Server') {
    throw notThere(`CodeDeploy for the compute platform ${platform}: use ECS`)
  }
  throw exception(InvalidComputePlatformException, `The compute platform ${platform} is not valid`)
}
