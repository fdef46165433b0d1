import { type ContainerDefinition, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { expectTaskDefinition } from '../assertions/expect-task-definition.ts'
import { allOf, type Fail, fail, pass } from '../assertions/verdicts.ts'
import type { CheckContext, Verdict } from '../define.ts'
import { LAB, LOG_GROUP, PORT } from './names.ts'

/** The task definition has both roles, the secret and the files. Gives `taskDefinition`. */
export function expectAppDefinition(account: CheckContext): Promise<Verdict> {
  const { out } = account
  const executionRoleArn = out['create-execution-role']?.['executionRoleArn'] ?? ''
  return allOf(
    () =>
      expectTaskDefinition(account, {
        family: 'app',
        container: 'app',
        image: '/uploads:1',
        port: PORT,
        executionRoleArn,
        logGroup: LOG_GROUP,
        lab: LAB,
      }),
    async ({ taskDefinition: name = '' }) => {
      const { taskDefinition = {} } = await account.aws.ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: name }),
      )
      const { taskRoleArn, volumes = [], containerDefinitions = [] } = taskDefinition
      const wantedRole = out['create-task-role']?.['roleArn'] ?? ''
      if (taskRoleArn !== wantedRole) return wrongRole(name, taskRoleArn, { wantedRole, executionRoleArn })
      const container = containerDefinitions.find(one => one.name === 'app') ?? {}
      const wrong = wrongSecret(name, container, out['create-data']?.['secretArn'] ?? '')
      if (wrong) return wrong
      const { accessPointId = '' } = out['reach-files'] ?? {}
      const mounted = volumes.find(
        volume => volume.efsVolumeConfiguration?.authorizationConfig?.accessPointId === accessPointId,
      )
      const folder = container.environment?.find(one => one.name === 'FILES_DIR')?.value
      const point = container.mountPoints?.find(({ sourceVolume }) => sourceVolume === mounted?.name)
      if (!mounted || !point?.containerPath || !folder?.startsWith(point.containerPath)) {
        return fail('files-not-mounted', {
          title: 'The files would go with the task',
          expected: `the access point ${accessPointId} mounted where FILES_DIR points`,
          observed: `FILES_DIR is ${folder ?? 'not set'}, and the file system is ${point ? `at ${point.containerPath}` : 'mounted nowhere'}`,
          next: 'Correct --volumes, "mountPoints" and FILES_DIR. Then run this step’s command.',
        })
      }
      return pass('It has the task role, the secret and the files.')
    },
  )
}

function wrongRole(
  name: string,
  taskRoleArn: string | undefined,
  { wantedRole, executionRoleArn }: { wantedRole: string; executionRoleArn: string },
): Fail {
  return fail('task-role', {
    title: taskRoleArn ? 'The app would act as somebody else' : 'The app would act as nobody',
    expected: `the task role ${wantedRole}`,
    observed:
      taskRoleArn === executionRoleArn
        ? `${name} gives the app the execution role, which may read the secret and nothing in S3: the app would get AccessDenied`
        : `${name} has ${taskRoleArn ?? 'no task role'}: S3 would refuse the app`,
    next: `Set --task-role-arn ${wantedRole}. Then run this step’s command: it registers a new revision, and the old one does no harm.`,
  })
}

function wrongSecret(
  name: string,
  { secrets = [], environment = [] }: ContainerDefinition,
  secretArn: string,
): Fail | undefined {
  const plain = environment.find(one => one.name === 'DB_PASSWORD')
  const found = secrets.find(one => one.name === 'DB_SECRET')
  if (found?.valueFrom === secretArn && !plain) return undefined
  return fail('secret', {
    title: plain ? 'The password stands in the open' : 'It does not get the password',
    expected: `DB_SECRET from ${secretArn}`,
    observed: plain
      ? `${name} has DB_PASSWORD among "environment", where everybody who may look at task definitions reads it`
      : `${name} has DB_SECRET from ${found?.valueFrom ?? 'nowhere'}`,
    next: `Write "secrets": [{ "name": "DB_SECRET", "valueFrom": "…" }] with that ARN, and no password elsewhere. Then run this step’s command.`,
  })
}
