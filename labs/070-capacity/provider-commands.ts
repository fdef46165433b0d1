import { CLUSTER, NAME } from './names.ts'

/** One task always on Fargate; of those beyond, three on Spot for one on Fargate. */
export const STRATEGY =
  'capacityProvider=FARGATE,base=1,weight=1 capacityProvider=FARGATE_SPOT,base=0,weight=3'

/** The command that gives the cluster its capacity providers, and its strategy for whoever names none. */
export function putProviders(strategy = STRATEGY): string {
  return `aws ecs put-cluster-capacity-providers --cluster ${CLUSTER} --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy ${strategy}`
}

/** The command that gives the service a strategy of its own, with a new deployment. */
export function updateStrategy(strategy: string): string {
  return `aws ecs update-service --cluster ${CLUSTER} --service ${NAME} --capacity-provider-strategy ${strategy} --force-new-deployment`
}

/** A strategy as it is typed; an item without a weight has none. */
export function strategyText(
  strategy: { capacityProvider?: string; base?: number; weight?: number }[] | undefined = [],
): string {
  return strategy
    .map(
      ({ capacityProvider, base = 0, weight = 0 }) =>
        `capacityProvider=${capacityProvider},base=${base},weight=${weight}`,
    )
    .toSorted()
    .join(' ')
}
