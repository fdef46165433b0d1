import type { CapacityProviderStrategyItem } from '@aws-sdk/client-ecs'
import { checkStrategy } from './capacity-strategy.ts'
import { invalidParameter } from './lookup.ts'

/** What a practice account has, as AWS has them in every account. */
export const CAPACITY_PROVIDERS = ['FARGATE', 'FARGATE_SPOT']

/** Throws InvalidParameterException for a provider that is not there, or that the strategy names and the cluster lacks. */
export function checkProviders(providers: string[], strategy: CapacityProviderStrategyItem[]): void {
  checkStrategy(strategy)
  const unknown = providers.find(name => !CAPACITY_PROVIDERS.includes(name))
  if (unknown !== undefined) {
    throw invalidParameter(
      'The specified capacity provider was not found. Specify a valid capacity provider and try again.',
    )
  }
  if (strategy.some(({ capacityProvider = '' }) => !providers.includes(capacityProvider))) {
    throw invalidParameter(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try your request again.',
    )
  }
}
