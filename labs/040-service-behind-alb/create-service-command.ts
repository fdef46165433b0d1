import type { CommandContext } from '../define.ts'
import { CLUSTER, ecsTag, PORT, SERVICE } from './names.ts'

/** The command that creates the service, with the tasks behind this security group. */
export function createService({ out }: CommandContext, securityGroupId: string | undefined): string {
  const { subnetA, subnetB } = out['create-security-groups'] ?? {}
  const { taskDefinition } = out['register-task-definition'] ?? {}
  const { targetGroupArn } = out['create-target-group'] ?? {}
  return [
    `aws ecs create-service --cluster ${CLUSTER} --service-name ${SERVICE} --task-definition ${taskDefinition} --desired-count 2 --launch-type FARGATE`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA},${subnetB}],securityGroups=[${securityGroupId}],assignPublicIp=ENABLED}'`,
    `--load-balancers targetGroupArn=${targetGroupArn},containerName=web,containerPort=${PORT}`,
    `--health-check-grace-period-seconds 30 --propagate-tags SERVICE --tags ${ecsTag}`,
  ].join(' ')
}
