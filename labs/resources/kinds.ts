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
  listener,
  loadBalancer,
  targetGroup,
  logGroup,
  securityGroup,
  iamRole,
  ecsTaskDefinition,
  ecsCluster,
]
