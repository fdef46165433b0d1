import type { CommandContext } from '../define.ts'
import { ecsTag, LOG_GROUP, PORT } from './names.ts'

/** The command that registers a version of the web server; version 2's differs from version 1's by one digit. */
export function registerTaskDefinition(
  { images, region, out }: CommandContext,
  { tag, port = PORT }: { tag: string; port?: number },
): string {
  const container = {
    name: 'web',
    image: `${images}/web:${tag}`,
    portMappings: [{ containerPort: port }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': region, 'awslogs-stream-prefix': 'web' },
    },
  }
  return [
    'aws ecs register-task-definition --family web --requires-compatibilities FARGATE --network-mode awsvpc',
    `--cpu 256 --memory 512 --execution-role-arn ${out['create-execution-role']?.executionRoleArn}`,
    `--container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
  ].join(' ')
}
