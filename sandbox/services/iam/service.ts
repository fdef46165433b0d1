import type { Service } from '../../gateway/service.ts'
import { resourceArn } from './resource-arn.ts'

export const service: Service = {
  id: 'iam',
  signingName: 'iam',
  client: () => import('@aws-sdk/client-iam'),
  resourceArn,
}
