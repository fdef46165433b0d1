/**
 * On-demand prices in USD an hour, eu-west-1, September 2026, before tax. Sources: AWS price list files for Fargate and public
 * IPv4 addresses; the load balancer's hour is worked out from bills of July 2026. Other regions differ by a few per cent.
 */
export const PRICES = {
  fargateVcpuHour: 0.04048,
  fargateGigabyteHour: 0.004445,
  publicAddressHour: 0.005,
  loadBalancerHour: 0.0252,
} as const

/** A Fargate task's hour. `cpu` in CPU units (1024 = one vCPU), `memory` in MiB, as the task definition has them. */
export function taskCost(task: { cpu: string; memory: string; publicAddress: boolean }): number {
  return (
    (Number(task.cpu) / 1024) * PRICES.fargateVcpuHour +
    (Number(task.memory) / 1024) * PRICES.fargateGigabyteHour +
    (task.publicAddress ? PRICES.publicAddressHour : 0)
  )
}

/** A load balancer's hour with one public address a zone, before any traffic. */
export function loadBalancerCost(zones: number): number {
  return PRICES.loadBalancerHour + zones * PRICES.publicAddressHour
}
