interface RegionPrices {
  /** A Fargate vCPU's hour, Linux on x86. */
  fargateVcpu: number
  /** A Fargate gigabyte of memory's hour. */
  fargateGigabyte: number
  publicAddress: number
  loadBalancer: number
}

/**
 * On-demand prices in USD an hour, before tax, September 2026. Fargate and eu-west-1's addresses: AWS's price list files; the rest:
 * rate cards that cite AWS's pages, and eu-west-1's load balancer from real bills.
 */
const PRICES: Record<string, RegionPrices> = {
  'us-east-1': {
    fargateVcpu: 0.04048,
    fargateGigabyte: 0.004445,
    publicAddress: 0.005,
    loadBalancer: 0.0225,
  },
  'eu-west-1': {
    fargateVcpu: 0.04048,
    fargateGigabyte: 0.004445,
    publicAddress: 0.005,
    loadBalancer: 0.0252,
  },
}
const DEFAULT_REGION = 'eu-west-1'

/** A Fargate task's hour. `cpu` in CPU units (1024 = one vCPU), `memory` in MiB, as the task definition has them. */
export function taskCost(
  region: string,
  task: { cpu: string; memory: string; publicAddress: boolean },
): number {
  const prices = pricesOf(region)
  return (
    (Number(task.cpu) / 1024) * prices.fargateVcpu +
    (Number(task.memory) / 1024) * prices.fargateGigabyte +
    (task.publicAddress ? prices.publicAddress : 0)
  )
}

/** An idle load balancer's hour with its public addresses. */
export function loadBalancerCost(region: string, publicAddresses: number): number {
  const prices = pricesOf(region)
  return prices.loadBalancer + publicAddresses * prices.publicAddress
}

/** What one resource costs by its type alone, for the list of what a reset deletes. A service costs what its tasks do. */
export function hourlyCost(type: string, region: string): number {
  if (type === 'elasticloadbalancing:loadbalancer') return loadBalancerCost(region, 2)
  if (type === 'ecs:task') return taskCost(region, { cpu: '256', memory: '512', publicAddress: true })
  return 0
}

export function presentCost(dollars: number): string {
  return `$${dollars.toFixed(dollars < 0.1 ? 3 : 2)}`
}

function pricesOf(region: string): RegionPrices {
  const prices = PRICES[region] ?? PRICES[DEFAULT_REGION]
  if (!prices) throw new Error(`There are no prices of ${DEFAULT_REGION}.`)
  return prices
}
