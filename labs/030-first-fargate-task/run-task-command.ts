import type { CommandContext } from '../define.ts'
import { CLUSTER, ecsTag, FAMILY } from './names.ts'

/** The command that runs one task of the newest revision. */
export function runTask({ out }: CommandContext): string {
  const { subnetA, securityGroupId } = out['open-door'] ?? {}
  return [
    `aws ecs run-task --cluster ${CLUSTER} --task-definition ${FAMILY} --launch-type FARGATE`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA}],securityGroups=[${securityGroupId}],assignPublicIp=ENABLED}'`,
    `--tags ${ecsTag} --query 'tasks[0].[taskArn,lastStatus]' --output text`,
  ].join(' ')
}
