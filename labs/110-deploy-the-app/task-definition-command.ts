import type { CommandContext } from '../define.ts'
import { DATABASE, ecsTag, LOG_GROUP, PORT } from './names.ts'

/** The command that registers the app with its settings, its secret, its files and its two roles. */
export function registerTaskDefinition(
  { images, region, out }: CommandContext,
  { taskRoleArn = out['create-task-role']?.['roleArn'] }: { taskRoleArn?: string | undefined } = {},
): string {
  const { databaseHost, secretArn, fileSystemId, bucket } = out['create-data'] ?? {}
  const volume = {
    name: 'files',
    efsVolumeConfiguration: {
      fileSystemId,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: out['reach-files']?.['accessPointId'] },
    },
  }
  const environment = { DB_HOST: databaseHost, DB_NAME: DATABASE, BUCKET: bucket, FILES_DIR: '/files' }
  const container = {
    name: 'app',
    image: `${images}/uploads:1`,
    portMappings: [{ containerPort: PORT }],
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    secrets: [{ name: 'DB_SECRET', valueFrom: secretArn }],
    mountPoints: [{ sourceVolume: 'files', containerPath: '/files' }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': region, 'awslogs-stream-prefix': 'app' },
    },
  }
  return [
    'aws ecs register-task-definition --family app --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512',
    `--execution-role-arn ${out['create-execution-role']?.['executionRoleArn']} --task-role-arn ${taskRoleArn}`,
    `--volumes '${JSON.stringify([volume])}' --container-definitions '${JSON.stringify([container])}' --tags ${ecsTag}`,
  ].join(' ')
}
