import type { NatGateway } from '@aws-sdk/client-ec2'
import type { NatGatewayDocument } from './store.ts'

/** A NAT gateway as DescribeNatGateways shows it. */
export function shownNatGateway(document: NatGatewayDocument): NatGateway {
  const { nextStateAt: _due, clientToken: _token, ...shown } = document
  return { ...shown, AvailabilityMode: 'zonal' }
}
