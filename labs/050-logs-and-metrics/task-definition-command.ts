import type { CommandContext } from '../define.ts'
import { ecsTag, FAMILY, LOG_GROUP, PORTS, STREAM_PREFIX } from './names.ts'

/** The command that registers a task of two containers, both the web server, each on a port of its own. */
export function registerTaskDefinition(
  { images, region, out }: CommandContext,
  { logGroup = LOG_GROUP, prefix = STREAM_PREFIX }: { logGroup?: string; prefix?: string } = {},
): string {
  const containers = Object.entries(PORTS).map(([name, port]) => ({
    name,
    image: `${images}/web:1`,
    environment: [{ name: 'PORT', value: String(port) }],
    portMappings: [{ containerPort: port }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': logGroup, 'awslogs-region': region, 'awslogs-stream-prefix': prefix },
    },
  }))
  return [
    `aws ecs register-task-definition --family ${FAMILY} --requires-compatibilities FARGATE --network-mode awsvpc`,
    `--cpu 256 --memory 512 --execution-role-arn ${out['prepare']?.executionRoleArn}`,
    `--container-definitions '${JSON.stringify(containers)}' --tags ${ecsTag}`,
  ].join(' ')
}
