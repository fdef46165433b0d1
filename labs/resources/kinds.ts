import { dockerContainer } from './docker-container.ts'
import { dockerImage } from './docker-image.ts'
import { ecrRepository } from './ecr-repository.ts'
import { ecsCluster } from './ecs-cluster.ts'
import { ecsService } from './ecs-service.ts'
import { ecsTask } from './ecs-task.ts'
import { ecsTaskDefinition } from './ecs-task-definition.ts'
import { iamRole } from './iam-role.ts'
import { listener } from './listener.ts'
import { loadBalancer } from './load-balancer.ts'
import { logGroup } from './log-group.ts'
import type { ResourceKind } from './resource-kind.ts'
import { securityGroup } from './security-group.ts'
import { targetGroup } from './target-group.ts'

/** Every kind of resource that labs make and reset deletes. */
export const kinds: ResourceKind[] = [
  ecsService,
  ecsTask,
  dockerContainer,
  listener,
  loadBalancer,
  targetGroup,
  logGroup,
  ecrRepository,
  dockerImage,
  securityGroup,
  iamRole,
  ecsTaskDefinition,
  ecsCluster,
]
