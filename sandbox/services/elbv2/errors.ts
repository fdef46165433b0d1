import {
  InvalidConfigurationRequestException,
  ListenerNotFoundException,
  LoadBalancerNotFoundException,
  RuleNotFoundException,
  SubnetNotFoundException,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError } from '../../operation.ts'

type ModelledException<T> = new (options: { message: string; $metadata: object }) => T

/** One of the service's modelled exceptions with AWS's words. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, $metadata: {} })
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message)
}

/** What AWS has and the practice account has not: said plainly, never pretended. */
export function notImplemented(what: string, instead: string): AwsError {
  return new AwsError('NotImplemented', `The practice account has no ${what} yet. ${instead}`, 501)
}

const KINDS = {
  loadbalancer: 'load balancer',
  targetgroup: 'target group',
  listener: 'listener',
  'listener-rule': 'listener rule',
} as const

/** Throws ValidationError unless it is an ARN of such a resource in this account and region. */
export function checkArn(
  { region, accountId }: { region: string; accountId: string },
  kind: keyof typeof KINDS,
  arn: string,
): void {
  if (arn.startsWith(`arn:aws:elasticloadbalancing:${region}:${accountId}:${kind}/`)) return
  throw validationError(`'${arn}' is not a valid ${KINDS[kind]} ARN`)
}

export const loadBalancerNotFound = (arn: string) =>
  exception(LoadBalancerNotFoundException, `Load balancer '${arn}' not found`)
/** That a target group is not there, or that what was given is no ARN of one. */
export function noTargetGroup(scope: { region: string; accountId: string }, arn: string): Error {
  checkArn(scope, 'targetgroup', arn)
  return targetGroupNotFound()
}

export const targetGroupNotFound = () =>
  exception(TargetGroupNotFoundException, 'One or more target groups not found')
export const listenerNotFound = () => exception(ListenerNotFoundException, 'One or more listeners not found')
export const ruleNotFound = () => exception(RuleNotFoundException, 'One or more rules not found')
export const subnetNotFound = (id: string) =>
  exception(SubnetNotFoundException, `The subnet ID '${id}' does not exist`)
export const invalidConfiguration = (message: string) =>
  exception(InvalidConfigurationRequestException, message)

/** A number outside its range, in the words of the API's own check. */
export function checkRange(value: number | undefined, name: string, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return
  const bound = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${bound}`,
  )
}

/** A value outside its enumeration, in the words of the API's own check. */
export function checkOneOf(value: string | undefined, name: string, allowed: string[]): void {
  if (value === undefined || allowed.includes(value)) return
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  )
}
