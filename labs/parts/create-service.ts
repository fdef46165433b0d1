import type { ExpectedService } from '../assertions/expect-service-stable.ts'
import type { CommandContext, Outputs } from '../define.ts'
import { CONTAINER, HEALTH_CHECK_PATH, type Place, PORT } from './place.ts'

/** How many tasks the labs on deployments run. */
export const TASKS = 2

/** The command that creates the service of the family's newest task definition; `more` are its options beside the usual ones. */
export function createService(
  { out }: CommandContext,
  { name, ecsTag }: Place,
  { targetGroupArn, more = '' }: { targetGroupArn: string | undefined; more?: string },
): string {
  const { subnetA, subnetB, tasksGroupId } = out['prepare'] ?? {}
  return [
    `aws ecs create-service --cluster ${name} --service-name ${name} --task-definition ${name} --desired-count ${TASKS} --launch-type FARGATE${more && ` ${more}`}`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA},${subnetB}],securityGroups=[${tasksGroupId}],assignPublicIp=ENABLED}'`,
    `--load-balancers targetGroupArn=${targetGroupArn},containerName=${CONTAINER},containerPort=${PORT}`,
    `--health-check-grace-period-seconds 30 --propagate-tags SERVICE --tags ${ecsTag}`,
  ].join(' ')
}

/** What that service must be like. */
export function expectedService(out: Outputs, { name, lab }: Place, targetGroupArn = ''): ExpectedService {
  return {
    ...{ cluster: name, service: name, container: CONTAINER, port: PORT, healthCheckPath: HEALTH_CHECK_PATH },
    securityGroupId: out['prepare']?.['tasksGroupId'] ?? '',
    ...{ targetGroupArn, tasks: TASKS, lab },
  }
}
