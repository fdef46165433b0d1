import type { Action, Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Scope } from '../../store/store.ts'
import {
  checkArn,
  checkRange,
  listenerNotFound,
  notImplemented,
  ruleNotFound,
  validationError,
} from './errors.ts'
import { balancing } from './store.ts'
import type { ListenerDocument, RuleDocument } from './store.ts'

/** Throws ListenerNotFound. */
export function findListener(scope: Scope, arn: string | undefined): ListenerDocument {
  const found = balancing(scope).listeners.get(arn ?? '')
  if (!found) {
    checkArn(scope, 'listener', arn ?? '')
    throw listenerNotFound()
  }
  return found
}

/** The listener's rules in the order in which they are tried, the default rule last. */
export function rulesOf(scope: Scope, listenerArn: string): RuleDocument[] {
  return balancing(scope)
    .rules.values()
    .filter(rule => rule.ListenerArn === listenerArn)
    .sort((a, b) => order(a) - order(b))
}

function order({ IsDefault, Priority }: RuleDocument): number {
  return IsDefault ? Infinity : Number(Priority)
}

export function defaultRule(scope: Scope, listenerArn: string): RuleDocument {
  const found = rulesOf(scope, listenerArn).at(-1)
  if (!found?.IsDefault) throw new Error(`Listener ${listenerArn} has no default rule in the state`)
  return found
}

/** As DescribeListeners shows it. */
export function shownListener(scope: Scope, listener: ListenerDocument): Listener {
  const { ListenerArn, LoadBalancerArn, Port, Protocol } = listener
  const DefaultActions: Action[] = defaultRule(scope, ListenerArn).Actions
  return { ListenerArn, LoadBalancerArn, Port, Protocol, DefaultActions }
}

/** As DescribeRules shows it. */
export function shownRule(rule: RuleDocument): Rule {
  const { ListenerArn: _listener, tags: _tags, ...shown } = rule
  return shown
}

interface Protocols {
  served: ListenerDocument['Protocol']
  known: string[]
}

const APPLICATION_PROTOCOLS: Protocols = { served: 'HTTP', known: ['HTTPS', 'HTTP'] }
const NETWORK_PROTOCOLS: Protocols = { served: 'TCP', known: ['TLS', 'TCP', 'TCP_UDP', 'UDP'] }

/** The listener's protocol, when its type of load balancer serves it on that port. */
export function checkProtocolAndPort(
  type: string,
  protocol: string | undefined,
  port: number | undefined,
): ListenerDocument['Protocol'] {
  if (!protocol) throw validationError('A listener protocol must be specified')
  if (!port) throw validationError('A listener port must be specified')
  checkRange(port, 'port', 1, 65535)
  const { served, known } = type === 'network' ? NETWORK_PROTOCOLS : APPLICATION_PROTOCOLS
  if (protocol === served) return served
  if (known.includes(protocol)) {
    throw notImplemented(`${protocol} listeners`, `Use Protocol ${served}.`)
  }
  throw validationError(`Listener protocol '${protocol}' must be one of '${known.join(', ')}'`)
}

/** Throws RuleNotFound. */
export function findRule(scope: Scope, arn: string | undefined): RuleDocument {
  const found = balancing(scope).rules.get(arn ?? '')
  if (!found) {
    checkArn(scope, 'listener-rule', arn ?? '')
    throw ruleNotFound()
  }
  return found
}

/** Takes a listener away with its rules. */
export function removeListener(scope: Scope, listenerArn: string): void {
  const { listeners, rules } = balancing(scope)
  for (const { RuleArn } of rulesOf(scope, listenerArn)) rules.delete(RuleArn)
  listeners.delete(listenerArn)
}
