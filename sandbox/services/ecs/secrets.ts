import { randomUUID } from 'node:crypto'
import type { ContainerDefinition, Secret } from '@aws-sdk/client-ecs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { readSecretValue } from '../secretsmanager/secret-value.ts'
import { findSecret } from '../secretsmanager/secrets.ts'
import { readParameter } from '../ssm/parameter-value.ts'
import { roleDenial } from './execution-role.ts'
import { executionRoleOf } from './store.ts'
import type { TaskDocument } from './store.ts'

const FAILED =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:'
const FROM_ASM = `${FAILED} unable to retrieve secret from asm:`
const FROM_SSM = `${FAILED} unable to retrieve secrets from ssm:`
const RETRIED = 'service call has been retried 1 time(s):'

/**
 * The secrets of a container by name, read as the task's execution role. Throws an error whose message is the task's stoppedReason.
 */
export function secretValues(
  sandbox: Sandbox,
  scope: Scope,
  task: TaskDocument,
  secrets: Secret[] | undefined,
): Record<string, string> {
  return Object.fromEntries(
    (secrets ?? []).map(({ name = '', valueFrom = '' }) => [
      name,
      isSecretArn(valueFrom)
        ? fromSecretsManager(sandbox, scope, task, valueFrom)
        : fromParameterStore(sandbox, scope, task, valueFrom),
    ]),
  )
}

/** Everything that a container's definition wants to read before it starts, its log driver's secrets too. */
export function secretsOf({ secrets, logConfiguration }: ContainerDefinition): Secret[] {
  return [...(secrets ?? []), ...(logConfiguration?.secretOptions ?? [])]
}

/** Whether a `valueFrom` names a secret of Secrets Manager; else it names a parameter. */
export function isSecretArn(valueFrom: string): boolean {
  return valueFrom.startsWith('arn:aws:secretsmanager:')
}

/** `arn:json-key:version-stage:version-id`, of which the last three may be empty or missing. */
function fromSecretsManager(sandbox: Sandbox, scope: Scope, task: TaskDocument, valueFrom: string): string {
  const parts = valueFrom.split(':')
  const secretId = parts.slice(0, 7).join(':')
  const [, , , , , , , jsonKey, versionStage, versionId] = parts
  const there = scopeOf(sandbox, scope, secretId)
  const secret = findSecret(there, secretId)
  const denial = roleDenial(sandbox, {
    ...{ roleArn: executionRoleOf(scope, task), taskId: task.id, action: 'secretsmanager:GetSecretValue' },
    ...{ resource: secret?.ARN ?? secretId, policyText: secret?.resourcePolicy },
  })
  const failed = (name: string, message: string) =>
    new Error(
      `${FROM_ASM} ${RETRIED} failed to fetch secret ${secretId} from secrets manager: ${failure('Secrets Manager: GetSecretValue', name, message)}`,
    )
  if (denial !== undefined) throw failed('AccessDeniedException', denial)
  let text: string | undefined
  try {
    text = readSecretValue(there, {
      secretId,
      ...(versionStage && { versionStage }),
      ...(versionId && { versionId }),
    }).secretString
  } catch (error) {
    throw failed((error as Error).name, (error as Error).message)
  }
  if (text === undefined) throw new Error(`${FROM_ASM} the secret ${secretId} has no SecretString`)
  return jsonKey ? memberOf(text, jsonKey) : text
}

function memberOf(text: string, key: string): string {
  let members: unknown
  try {
    members = JSON.parse(text)
  } catch {
    throw new Error(`${FROM_ASM} retrieved secret from Secrets Manager is not JSON: it has no key ${key}`)
  }
  if (typeof members !== 'object' || members === null || !Object.hasOwn(members, key)) {
    throw new Error(`${FROM_ASM} retrieved secret from Secrets Manager did not contain json key ${key}`)
  }
  const value = (members as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A parameter's ARN, or its name in the task's own region. */
function fromParameterStore(sandbox: Sandbox, scope: Scope, task: TaskDocument, valueFrom: string): string {
  const there = valueFrom.startsWith('arn:') ? scopeOf(sandbox, scope, valueFrom) : scope
  const path = valueFrom.replace(/^arn:.*:parameter/, '').replace(/^\//, '')
  const resource = `arn:aws:ssm:${there.region}:${there.accountId}:parameter/${path}`
  const request = { roleArn: executionRoleOf(scope, task), taskId: task.id, resource }
  const denial = roleDenial(sandbox, { ...request, action: 'ssm:GetParameters' })
  if (denial !== undefined) {
    throw new Error(
      `${FROM_SSM} ${RETRIED} ${failure('SSM: GetParameters', 'AccessDeniedException', denial)}`,
    )
  }
  try {
    return readParameter(there, valueFrom).value
  } catch {
    throw new Error(`${FROM_SSM} ${RETRIED} invalid parameters: ${valueFrom}`)
  }
}

function failure(operation: string, name: string, message: string): string {
  return `operation error ${operation}, https response error StatusCode: 400, RequestID: ${randomUUID()}, ${name === 'AccessDeniedException' ? 'api error ' : ''}${name}: ${message}`
}

function scopeOf(sandbox: Sandbox, scope: Scope, arn: string): Scope {
  const [, , , region, accountId] = arn.split(':')
  return sandbox.store.scope(accountId || scope.accountId, region || scope.region)
}
