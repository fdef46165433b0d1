import type { Service } from '../../gateway/service.ts'
import { resourceArn } from './resource-arn.ts'

/** Amazon Elastic Container Service. */
export const service: Service = {
  id: 'ecs',
  signingName: 'ecs',
  client: () => import('@aws-sdk/client-ecs'),
  resourceArn,
}
