import type { Listener, Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AccountReading } from './read-account.ts'

/** Where a load balancer answers as the internet sees it, and where it answers with the version that comes. */
export interface AppListeners {
  /** The load balancer's DNS name. */
  host: string
  production: number
  /** Its port, and the headers without which its rule does not match; null where nothing is tested first. */
  test: { port: number; headers: Record<string, string> } | null
}

const WEB_PORTS = new Set([80, 443])

/**
 * ARNs of the rules that lead test traffic. ECS names its own; CodeDeploy's are those of the listeners beside the production one
 * that forward to the same service: production is on 80 or 443, or on the lowest port.
 */
export function testRules({ services, loadBalancers }: AccountReading): Set<string> {
  const found = new Set(
    services.flatMap(({ service }) =>
      (service.loadBalancers ?? []).flatMap(
        ({ advancedConfiguration }) => advancedConfiguration?.testListenerRule ?? [],
      ),
    ),
  )
  for (const { service } of services) {
    if (service.deploymentController?.type !== 'CODE_DEPLOY') continue
    const groups = new Set(
      [...(service.loadBalancers ?? []), ...(service.taskSets ?? []).flatMap(set => set.loadBalancers ?? [])]
        .map(({ targetGroupArn }) => targetGroupArn)
        .filter(arn => arn !== undefined),
    )
    for (const { listeners } of loadBalancers) {
      const own = listeners.filter(({ rules }) => rules.some(rule => forwardsTo(rule, groups)))
      const production = new Set(productionOf(own.map(({ listener }) => listener)))
      for (const { listener, rules } of own) {
        if (!production.has(listener)) for (const { RuleArn = '' } of rules) found.add(RuleArn)
      }
    }
  }
  return found
}

function forwardsTo({ Actions = [] }: Rule, groups: ReadonlySet<string>): boolean {
  return Actions.some(
    ({ TargetGroupArn = '', ForwardConfig }) =>
      groups.has(TargetGroupArn) ||
      (ForwardConfig?.TargetGroups ?? []).some(group => groups.has(group.TargetGroupArn ?? '')),
  )
}

function productionOf(listeners: Listener[]): Listener[] {
  const web = listeners.filter(({ Port = 0 }) => WEB_PORTS.has(Port))
  return web.length > 0 ? web : lowest(listeners)
}

function lowest(listeners: Listener[]): Listener[] {
  return [...listeners].sort((a, b) => (a.Port ?? 0) - (b.Port ?? 0)).slice(0, 1)
}

/** Null before the load balancer has a listener. */
export function appListeners(reading: AccountReading, loadBalancer: string | undefined): AppListeners | null {
  const found = reading.loadBalancers.find(({ balancer }) => balancer.LoadBalancerName === loadBalancer)
  const host = found?.balancer.DNSName
  if (!found || !host || found.listeners.length === 0) return null
  const tests = testRules(reading)
  const isTest = ({ RuleArn = '' }: Rule) => tests.has(RuleArn)
  const open = found.listeners.filter(({ rules }) => rules.length === 0 || !rules.every(isTest))
  const ports = open.map(({ listener }) => listener.Port ?? 80).sort((a, b) => a - b)
  const test = found.listeners
    .flatMap(({ listener, rules }) => rules.map(rule => ({ port: listener.Port ?? 80, rule })))
    .find(({ rule }) => isTest(rule))
  return {
    host,
    production: ports.includes(80) ? 80 : (ports[0] ?? 80),
    test: test ? { port: test.port, headers: headersOf(test.rule) } : null,
  }
}

/** The first value of each header that the rule asks for; one with a wildcard has its stars left out. */
function headersOf({ Conditions = [] }: Rule): Record<string, string> {
  return Object.fromEntries(
    Conditions.flatMap(({ HttpHeaderConfig }) => {
      const { HttpHeaderName, Values = [] } = HttpHeaderConfig ?? {}
      return HttpHeaderName && Values[0]
        ? [[HttpHeaderName.toLowerCase(), Values[0].replace(/[*?]/g, '')]]
        : []
    }),
  )
}
