import type { CommandContext } from '../define.ts'
import { CLUSTER, CONTAINER, ecsTag, FAMILY, LOG_GROUP, PORT, STREAM_PREFIX, uri } from './names.ts'

/** The command that registers the task definition; `image` is the second version's digest unless told otherwise. */
export function registerTaskDefinition(context: CommandContext, image?: string): string {
  const { out, region } = context
  const container = {
    name: CONTAINER,
    image: image ?? `${uri(context)}@${out['push-second']?.['digest']}`,
    portMappings: [{ containerPort: PORT }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': LOG_GROUP,
        'awslogs-region': region,
        'awslogs-stream-prefix': STREAM_PREFIX,
      },
    },
  }
  return [
    `aws ecs register-task-definition --family ${FAMILY} --requires-compatibilities FARGATE --network-mode awsvpc`,
    `--cpu 256 --memory 512 --runtime-platform cpuArchitecture=${out['build-and-tag']?.['cpuArchitecture']},operatingSystemFamily=LINUX`,
    `--execution-role-arn ${out['prepare']?.['executionRoleArn']}`,
    `--container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
  ].join(' ')
}

/** The command that runs one task of the newest revision. */
export function runTask({ out }: CommandContext): string {
  const { subnetA, securityGroupId } = out['prepare'] ?? {}
  return [
    `aws ecs run-task --cluster ${CLUSTER} --task-definition ${FAMILY} --launch-type FARGATE`,
    `--network-configuration 'awsvpcConfiguration={subnets=[${subnetA}],securityGroups=[${securityGroupId}],assignPublicIp=ENABLED}'`,
    `--tags ${ecsTag} --query 'tasks[0].[taskArn,lastStatus]' --output text`,
  ].join(' ')
}
