import type { Service } from '../../gateway/service.ts'

/** Application Auto Scaling, for ECS services. */
export const service: Service = {
  id: 'application-auto-scaling',
  signingName: 'application-autoscaling',
  client: () => import('@aws-sdk/client-application-auto-scaling'),
  resourceArn: (_operation, input) => (input as { ResourceARN?: string }).ResourceARN,
  serviceLinkedRole: {
    principal: 'ecs.application-autoscaling.amazonaws.com',
    operations: ['RegisterScalableTarget'],
  },
}
