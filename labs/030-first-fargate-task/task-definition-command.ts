import type { CommandContext } from '../define.ts'
import { ecsTag, FAMILY, LOG_GROUP, PORT, STREAM_PREFIX } from './names.ts'

/** The command that registers the task definition. */
export function registerTaskDefinition(
  { images, region, out }: CommandContext,
  { imageTag = '1', memory = 512 }: { imageTag?: string; memory?: number } = {},
): string {
  const container = {
    name: 'web',
    image: `${images}/web:${imageTag}`,
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
    `--cpu 256 --memory ${memory} --execution-role-arn ${out['create-execution-role']?.executionRoleArn}`,
    `--container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
  ].join(' ')
}
