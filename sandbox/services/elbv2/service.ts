import type { Service } from '../../gateway/service.ts'

/** Elastic Load Balancing, version 2. */
export const service: Service = {
  id: 'elbv2',
  signingName: 'elasticloadbalancing',
  client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
}
