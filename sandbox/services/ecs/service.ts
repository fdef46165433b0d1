import type { Service } from '../../gateway/service.ts'
import { passedRoles } from './passed-roles.ts'
import { resourceArn } from './resource-arn.ts'

/** Amazon Elastic Container Service. */
export const service: Service = {
  id: 'ecs',
  signingName: 'ecs',
  client: () => import('@aws-sdk/client-ecs'),
  resourceArn,
  passedRoles,
  serviceLinkedRole: { principal: 'ecs.amazonaws.com', operations: ['CreateCluster', 'CreateService'] },
}
