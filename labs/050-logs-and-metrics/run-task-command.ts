import type { CommandContext } from '../define.ts'
import { CLUSTER, ecsTag, FAMILY } from './names.ts'

/** The command that runs one task of the newest revision; `more` goes on its end. */
export function runTask({ out }: CommandContext, more = ''): string {
  const { subnetA, securityGroupId } = out['prepare'] ?? {}
  return [
    `aws ecs run-task --cluster ${CLUSTER} --task-definition ${FAMILY} --launch-type FARGATE`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA}],securityGroups=[${securityGroupId}],assignPublicIp=ENABLED}'`,
    `--tags ${ecsTag}${more} --query 'tasks[0].[taskArn,lastStatus]' --output text`,
  ].join(' ')
}
