import type { CapacityProviderStrategyItem } from '@aws-sdk/client-ecs'
import { invalidParameter } from './lookup.ts'

/** Refuses strategies that AWS refuses. Throws InvalidParameterException. */
export function checkStrategy(strategy: CapacityProviderStrategyItem[]): void {
  const names = strategy.map(({ capacityProvider }) => capacityProvider)
  if (new Set(names).size < names.length) {
    throw invalidParameter('The capacity provider strategy cannot contain duplicate capacity providers.')
  }
  if (strategy.length > 20) {
    throw invalidParameter('A capacity provider strategy can contain a maximum of 20 capacity providers.')
  }
  for (const { base = 0, weight = 0 } of strategy) {
    if (weight < 0 || weight > 1000) throw invalidParameter('weight must be between 0 and 1000.')
    if (base < 0 || base > 100_000) throw invalidParameter('base must be between 0 and 100000.')
  }
  if (strategy.filter(({ base = 0 }) => base > 0).length > 1) {
    throw invalidParameter(
      'Only one capacity provider in a capacity provider strategy can have a base defined.',
    )
  }
  if (strategy.length > 1 && strategy.every(({ weight = 0 }) => weight === 0)) {
    throw invalidParameter(
      'At least one capacity provider in the strategy must have a weight value greater than zero.',
    )
  }
}

/**
 * The capacity providers of so many more tasks: first until the base is there, then so that what is beyond it keeps the weights.
 * `present` names the providers of the tasks that are there already.
 */
export function distribute(
  strategy: CapacityProviderStrategyItem[],
  count: number,
  present: (string | undefined)[] = [],
): string[] {
  const counts = new Map<string, number>()
  const countOf = ({ capacityProvider = '' }: CapacityProviderStrategyItem) =>
    counts.get(capacityProvider) ?? 0
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const name of present) if (name) add(name)
  const weighty = strategy.some(({ weight = 0 }) => weight > 0)
  const load = (item: CapacityProviderStrategyItem) =>
    Math.max(0, countOf(item) - (item.base ?? 0)) / (weighty ? (item.weight ?? 0) : 1)
  return Array.from({ length: count }, () => {
    const lacking = strategy.find(item => countOf(item) < (item.base ?? 0))
    const next =
      lacking ??
      strategy
        .filter(({ weight = 0 }) => !weighty || weight > 0)
        .sort((a, b) => load(a) - load(b) || (b.weight ?? 0) - (a.weight ?? 0))[0]
    const name = next?.capacityProvider ?? 'FARGATE'
    add(name)
    return name
  })
}
