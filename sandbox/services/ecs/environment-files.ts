import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { readObject } from '../s3/read-object.ts'
import { roleDenial } from './execution-role.ts'
import { executionRoleOf } from './store.ts'
import type { TaskDocument } from './store.ts'

const FAILED =
  'ResourceInitializationError: failed to download env files: file download command: non empty error stream:'

/** Variables out of a container's environment files in S3, the first file that has one winning. Throws the task's stoppedReason. */
export async function environmentOfFiles(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  definition: ContainerDefinition,
): Promise<Record<string, string>> {
  const override = task.overrides.containerOverrides?.find(({ name }) => name === definition.name)
  const variables: Record<string, string> = {}
  for (const { value = '' } of override?.environmentFiles ?? definition.environmentFiles ?? []) {
    const text = await readFile(sandbox, scope, task, value)
    for (const [name, content] of variablesIn(text)) variables[name] ??= content
  }
  return variables
}

async function readFile(sandbox: Sandbox, scope: Scope, task: TaskDocument, arn: string): Promise<string> {
  const roleArn = executionRoleOf(scope, task)
  const denial = roleDenial(sandbox, { roleArn, taskId: task.id, action: 's3:GetObject', resource: arn })
  if (denial !== undefined) throw new Error(`${FAILED} AccessDenied: ${denial} status code: 403`)
  const [bucket = '', ...key] = arn.slice('arn:aws:s3:::'.length).split('/')
  const object = await readObject(sandbox, scope, bucket, key.join('/'))
  if (!object) throw new Error(`${FAILED} NoSuchKey: The specified key does not exist. status code: 404`)
  const chunks: Buffer[] = []
  for await (const chunk of object.stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Lines `NAME=value`; empty lines and those that begin with # say nothing. */
function variablesIn(text: string): [string, string][] {
  return text
    .split(/\r?\n/)
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .flatMap(line => {
      const at = line.indexOf('=')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1)] as [string, string]] : []
    })
}
