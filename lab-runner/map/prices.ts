interface RegionPrices {
  /** A Fargate vCPU's hour, Linux on x86. */
  fargateVcpu: number
  /** A Fargate gigabyte of memory's hour. */
  fargateGigabyte: number
  /** The same on Spot capacity; it moves. */
  spotVcpu: number
  spotGigabyte: number
  publicAddress: number
  loadBalancer: number
  /** By instance class, MariaDB or MySQL in one zone. */
  database: Record<string, number>
  /** A gigabyte of a database's gp3 storage, for a month. */
  databaseStorageMonth: number
}

/**
 * On-demand prices in USD an hour, before tax, September 2026. Fargate and eu-west-1's addresses: AWS's price list files; the rest:
 * rate cards that cite AWS's pages, and eu-west-1's load balancer and database from real bills.
 */
const PRICES: Record<string, RegionPrices> = {
  'us-east-1': {
    fargateVcpu: 0.04048,
    fargateGigabyte: 0.004445,
    spotVcpu: 0.0124,
    spotGigabyte: 0.0014,
    publicAddress: 0.005,
    loadBalancer: 0.0225,
    database: { 'db.t4g.micro': 0.016, 'db.t3.micro': 0.017 },
    databaseStorageMonth: 0.115,
  },
  'eu-west-1': {
    fargateVcpu: 0.04048,
    fargateGigabyte: 0.004445,
    spotVcpu: 0.0124,
    spotGigabyte: 0.0014,
    publicAddress: 0.005,
    loadBalancer: 0.0252,
    database: { 'db.t4g.micro': 0.017, 'db.t3.micro': 0.018 },
    databaseStorageMonth: 0.127,
  },
}
const DEFAULT_REGION = 'eu-west-1'
const SMALLEST_DATABASE = 'db.t4g.micro'
const HOURS_A_MONTH = 730

/** A Fargate task's hour. `cpu` in CPU units (1024 = one vCPU), `memory` in MiB, as the task definition has them. */
export function taskCost(
  region: string,
  task: { cpu: string; memory: string; publicAddress: boolean; spot?: boolean },
): number {
  const prices = pricesOf(region)
  const [vcpu, gigabyte] = task.spot
    ? [prices.spotVcpu, prices.spotGigabyte]
    : [prices.fargateVcpu, prices.fargateGigabyte]
  return (
    (Number(task.cpu) / 1024) * vcpu +
    (Number(task.memory) / 1024) * gigabyte +
    (task.publicAddress ? prices.publicAddress : 0)
  )
}

/** A database's hour: its instance, unless it is stopped, and its storage. A class without a price counts as the smallest. */
export function databaseCost(
  region: string,
  database: { instanceClass: string; storageGigabytes: number; stopped: boolean },
): number {
  const prices = pricesOf(region)
  const instance = prices.database[database.instanceClass] ?? prices.database[SMALLEST_DATABASE] ?? 0
  const storage = (database.storageGigabytes * prices.databaseStorageMonth) / HOURS_A_MONTH
  return (database.stopped ? 0 : instance) + storage
}

/** An idle load balancer's hour with its public addresses. */
export function loadBalancerCost(region: string, publicAddresses: number): number {
  const prices = pricesOf(region)
  return prices.loadBalancer + publicAddresses * prices.publicAddress
}

/** What one resource costs by its type alone, for the list of what a reset deletes. A service costs what its tasks do. */
export function hourlyCost(type: string, region: string): number {
  if (type === 'elasticloadbalancing:loadbalancer') return loadBalancerCost(region, 2)
  if (type === 'rds:db') {
    return databaseCost(region, { instanceClass: SMALLEST_DATABASE, storageGigabytes: 20, stopped: false })
  }
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
