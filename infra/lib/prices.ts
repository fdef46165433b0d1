/**
 * On-demand prices in eu-west-1 in USD an hour, before tax, from AWS's price lists of September 2026. An estimate for choosing:
 * look at AWS's pricing pages before you rely on one.
 */
export const HOURLY = {
  /** A NAT gateway with its public address; each GB through it costs 0.048 more. */
  natGateway: 0.053,
  /** An interface endpoint in one zone; each GB through it costs 0.01 more. */
  interfaceEndpoint: 0.011,
  /** A load balancer that is idle, with an address in each of two zones. */
  loadBalancer: 0.0352,
  /** A processor of Fargate, and a GB of its memory. */
  fargateCpu: 0.04048,
  fargateGigabyte: 0.004445,
  /** db.t4g.micro with 20 GB in one zone. */
  database: 0.0205,
} as const

/** `$0.053 an hour`. */
export function anHour(dollars: number): string {
  return `$${dollars.toFixed(3)} an hour`
}
