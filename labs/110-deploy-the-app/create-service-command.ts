import type { CommandContext } from '../define.ts'
import { CLUSTER, ecsTag, PORT, SERVICE, TASKS } from './names.ts'

/** The command that creates the service of the newest, or of this, task definition. */
export function createService({ out }: CommandContext, taskDefinition?: string): string {
  const { subnetA, subnetB, tasksGroupId } = out['prepare'] ?? {}
  return [
    `aws ecs create-service --cluster ${CLUSTER} --service-name ${SERVICE} --task-definition ${taskDefinition ?? out['register-task-definition']?.['taskDefinition']} --desired-count ${TASKS} --launch-type FARGATE`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA},${subnetB}],securityGroups=[${tasksGroupId}],assignPublicIp=ENABLED}'`,
    `--load-balancers targetGroupArn=${out['create-load-balancer']?.['targetGroupArn']},containerName=app,containerPort=${PORT}`,
    `--health-check-grace-period-seconds 60 --propagate-tags SERVICE --tags ${ecsTag}`,
  ].join(' ')
}
