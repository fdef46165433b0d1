import type { CapacityProviderStrategyItem, NetworkConfiguration } from '@aws-sdk/client-ecs'
import { parse } from 'yaml'

/** The lifecycle events of a deployment to ECS. */
export type EventName =
  | 'BeforeInstall'
  | 'Install'
  | 'AfterInstall'
  | 'AllowTestTraffic'
  | 'AfterAllowTestTraffic'
  | 'BeforeAllowTraffic'
  | 'AllowTraffic'
  | 'AfterAllowTraffic'

/** What an AppSpec file for ECS asks for. */
export interface AppSpec {
  taskDefinition: string
  containerName: string
  containerPort: number
  platformVersion?: string
  networkConfiguration?: NetworkConfiguration
  capacityProviderStrategy?: CapacityProviderStrategyItem[]
  /** Names or ARNs of Lambda functions. */
  hooks: Partial<Record<EventName, string>>
}

/** An AppSpec file that cannot be read; its message says what is wrong. */
export class AppSpecError extends Error {
  override readonly name = 'AppSpecError'
}

const HOOKABLE: readonly EventName[] = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
]

type Fields = Record<string, unknown>

/** Reads an AppSpec file for ECS, JSON or YAML. Throws AppSpecError. */
export function readAppSpec(content: string): AppSpec {
  const file = fieldsOf(parsed(content), 'The AppSpec file')
  if (Number(pick(file, 'version')) !== 0) {
    throw new AppSpecError(`The AppSpec file's version must be 0.0; got ${shown(pick(file, 'version'))}.`)
  }
  const resources = pick(file, 'Resources')
  if (!Array.isArray(resources) || resources.length !== 1) {
    throw new AppSpecError('The AppSpec file must have exactly one resource under Resources.')
  }
  const [resource] = Object.values(fieldsOf(resources[0], 'The resource of the AppSpec file'))
  const target = fieldsOf(resource, 'The resource of the AppSpec file')
  if (pick(target, 'Type') !== 'AWS::ECS::Service') {
    throw new AppSpecError(
      `The Type of the AppSpec file's resource must be AWS::ECS::Service; got ${shown(pick(target, 'Type'))}.`,
    )
  }
  const properties = fieldsOf(pick(target, 'Properties'), 'Properties')
  const balancer = fieldsOf(pick(properties, 'LoadBalancerInfo'), 'LoadBalancerInfo')
  const containerPort = Number(pick(balancer, 'ContainerPort'))
  if (!Number.isInteger(containerPort)) {
    throw new AppSpecError(`ContainerPort must be a number; got ${shown(pick(balancer, 'ContainerPort'))}.`)
  }
  const platformVersion = pick(properties, 'PlatformVersion')
  const network = pick(properties, 'NetworkConfiguration')
  const strategy = pick(properties, 'CapacityProviderStrategy')
  return {
    taskDefinition: textOf(pick(properties, 'TaskDefinition'), 'TaskDefinition'),
    containerName: textOf(pick(balancer, 'ContainerName'), 'ContainerName'),
    containerPort,
    ...(typeof platformVersion === 'string' && platformVersion !== '' && { platformVersion }),
    ...(network !== undefined && network !== null && { networkConfiguration: networkOf(network) }),
    ...(Array.isArray(strategy) && {
      capacityProviderStrategy: strategy.map(item =>
        strategyItem(fieldsOf(item, 'CapacityProviderStrategy')),
      ),
    }),
    hooks: hooksOf(pick(file, 'Hooks')),
  }
}

function parsed(content: string): unknown {
  try {
    // JSON is YAML, but for tabs.
    return content.trimStart().startsWith('{') ? JSON.parse(content) : parse(content)
  } catch (error) {
    throw new AppSpecError(
      `The AppSpec file is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`,
      { cause: error },
    )
  }
}

function hooksOf(given: unknown): AppSpec['hooks'] {
  if (given === undefined || given === null) return {}
  if (!Array.isArray(given)) throw new AppSpecError('Hooks must be a list.')
  const hooks: AppSpec['hooks'] = {}
  for (const entry of given.flatMap(item => Object.entries(fieldsOf(item, 'A hook')))) {
    const [event, reference] = entry
    const name = HOOKABLE.find(hookable => hookable === event)
    if (!name) {
      throw new AppSpecError(`${event} is not a lifecycle event that has hooks: ${HOOKABLE.join(', ')}.`)
    }
    hooks[name] = textOf(reference, event)
  }
  return hooks
}

function networkOf(given: unknown): NetworkConfiguration {
  const vpc = fieldsOf(
    pick(fieldsOf(given, 'NetworkConfiguration'), 'AwsvpcConfiguration'),
    'AwsvpcConfiguration',
  )
  const list = (name: string) => {
    const value = pick(vpc, name)
    return Array.isArray(value) ? value.map(String) : []
  }
  return {
    awsvpcConfiguration: {
      subnets: list('Subnets'),
      securityGroups: list('SecurityGroups'),
      assignPublicIp: pick(vpc, 'AssignPublicIp') === 'ENABLED' ? 'ENABLED' : 'DISABLED',
    },
  }
}

function strategyItem(item: Fields): CapacityProviderStrategyItem {
  return {
    capacityProvider: textOf(pick(item, 'CapacityProvider'), 'CapacityProvider'),
    base: Number(pick(item, 'Base') ?? 0),
    weight: Number(pick(item, 'Weight') ?? 1),
  }
}

/** AWS takes a member's name with a small first letter too. */
function pick(fields: Fields, name: string): unknown {
  const wanted = name.toLowerCase()
  const key = Object.keys(fields).find(given => given.toLowerCase() === wanted)
  return key === undefined ? undefined : fields[key]
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new AppSpecError(`${what} is missing or not a mapping.`)
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new AppSpecError(`${what} must be a text; got ${shown(value)}.`)
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
