import { cloudformationStack } from './cloudformation-stack.ts'
import { cloudwatchAlarm } from './cloudwatch-alarm.ts'
import { accessPoint } from './access-point.ts'
import { bucket } from './bucket.ts'
import { codebuildProject } from './codebuild-project.ts'
import { codedeployApplication } from './codedeploy-application.ts'
import { codedeployDeploymentGroup } from './codedeploy-deployment-group.ts'
import { dbInstance } from './db-instance.ts'
import { dbParameterGroup } from './db-parameter-group.ts'
import { dbSnapshot } from './db-snapshot.ts'
import { dbSubnetGroup } from './db-subnet-group.ts'
import { dockerContainer } from './docker-container.ts'
import { dockerImage } from './docker-image.ts'
import { ecrRepository } from './ecr-repository.ts'
import { ecsCluster } from './ecs-cluster.ts'
import { ecsService } from './ecs-service.ts'
import { ecsTask } from './ecs-task.ts'
import { ecsTaskDefinition } from './ecs-task-definition.ts'
import { eventsRule } from './events-rule.ts'
import { fileSystem } from './file-system.ts'
import { iamRole } from './iam-role.ts'
import { listener } from './listener.ts'
import { loadBalancer } from './load-balancer.ts'
import { logGroup } from './log-group.ts'
import { mountTarget } from './mount-target.ts'
import { parameter } from './parameter.ts'
import type { ResourceKind } from './resource-kind.ts'
import { scalableTarget } from './scalable-target.ts'
import { secret } from './secret.ts'
import { securityGroup } from './security-group.ts'
import { targetGroup } from './target-group.ts'

/** Every kind of resource that labs make and reset deletes. */
export const kinds: ResourceKind[] = [
  cloudformationStack,
  eventsRule,
  scalableTarget,
  cloudwatchAlarm,
  codedeployDeploymentGroup,
  codedeployApplication,
  codebuildProject,
  ecsService,
  ecsTask,
  dockerContainer,
  listener,
  loadBalancer,
  dbInstance,
  mountTarget,
  dbSnapshot,
  accessPoint,
  targetGroup,
  dbSubnetGroup,
  dbParameterGroup,
  fileSystem,
  bucket,
  logGroup,
  secret,
  parameter,
  ecrRepository,
  dockerImage,
  securityGroup,
  iamRole,
  ecsTaskDefinition,
  ecsCluster,
]
