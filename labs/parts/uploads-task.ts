import { expectTaskDefinition } from '../assertions/expect-task-definition.ts'
import type { CheckContext, CommandContext, Verdict } from '../define.ts'
import { CONTAINER, type Place, PORT } from './place.ts'

/** The command that registers a version of the uploads app, such as `2` or `3-errors`, without any database: it keeps its own. */
export function registerUploads(
  { images, region, out }: CommandContext,
  { name, logGroup, ecsTag }: Place,
  version: string,
): string {
  const container = {
    name: CONTAINER,
    image: `${images}/uploads:${version}`,
    portMappings: [{ containerPort: PORT }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': logGroup, 'awslogs-region': region, 'awslogs-stream-prefix': 'app' },
    },
  }
  return [
    `aws ecs register-task-definition --family ${name} --requires-compatibilities FARGATE --network-mode awsvpc`,
    `--cpu 256 --memory 512 --execution-role-arn ${out['prepare']?.['executionRoleArn']}`,
    `--container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
  ].join(' ')
}

/** The reads that `expectUploads` makes. */
export const UPLOADS_READS = ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition']

/** A revision with that version of the app. Gives `taskDefinition` and `taskDefinitionArn`. */
export function expectUploads(
  account: CheckContext,
  { name, lab, logGroup }: Place,
  version: string,
): Promise<Verdict> {
  return expectTaskDefinition(account, {
    ...{ family: name, container: CONTAINER, image: `/uploads:${version}`, port: PORT, logGroup, lab },
    executionRoleArn: account.out['prepare']?.['executionRoleArn'] ?? '',
  })
}
