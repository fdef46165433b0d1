import type { CommandContext } from '../define.ts'
import { CLUSTER, ecsTag, NAME, TASKS } from './names.ts'

/** The command that creates the service. It names no launch type, so the cluster's strategy counts. */
export function createService({ out }: CommandContext, more = ''): string {
  const { subnetA, subnetB } = out['prepare'] ?? {}
  return [
    `aws ecs create-service --cluster ${CLUSTER} --service-name ${NAME} --task-definition ${NAME} --desired-count ${TASKS}${more}`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA},${subnetB}],assignPublicIp=ENABLED}' --tags ${ecsTag}`,
  ].join(' ')
}
