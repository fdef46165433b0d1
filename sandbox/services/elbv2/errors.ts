import {
  ListenerNotFoundException,
  LoadBalancerNotFoundException,
  RuleNotFoundException,
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

export const loadBalancerNotFound = (names: string[]) =>
  exception(
    LoadBalancerNotFoundException,
    names.length === 1
      ? `Load balancers '[${names[0]}]' not found`
      : `Load balancers '[${names.join(', ')}]' not found`,
  )
export const targetGroupNotFound = () =>
  exception(TargetGroupNotFoundException, 'One or more target groups not found')
export const listenerNotFound = () => exception(ListenerNotFoundException, 'One or more listeners not found')
export const ruleNotFound = () => exception(RuleNotFoundException, 'One or more rules not found')
