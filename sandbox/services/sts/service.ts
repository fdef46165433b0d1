import type { Service } from '../../gateway/service.ts'

export const service: Service = {
  id: 'sts',
  signingName: 'sts',
  client: () => import('@aws-sdk/client-sts'),
}
