import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findRole } from '../iam/roles.ts'
import { iamState } from '../iam/store.ts'
import { openSession } from '../sts/sessions.ts'
import { Environments, print } from './environments.ts'
import { checkActive, LATEST } from './functions.ts'
import type { FunctionDocument } from './store.ts'

const CREDENTIALS_S = 12 * 3600

const pools = new WeakMap<Sandbox, Environments>()

export interface InvocationResult {
  /** JSON text: what the handler answered, or the error that it threw. */
  payload: string
  failed: boolean
  /** The lines that Lambda itself and the function printed, the last 4 KB. */
  logTail: string
}

/** The environments of a practice account, one set a process. */
export function environmentsOf(sandbox: Sandbox): Environments {
  let pool = pools.get(sandbox)
  if (!pool) pools.set(sandbox, (pool = new Environments(sandbox)))
  return pool
}

/** Runs a function once with an event, a JSON text. Throws ResourceConflictException and TooManyRequestsException. */
export async function invokeFunction(
  sandbox: Sandbox,
  scope: Scope,
  fn: FunctionDocument,
  payload: string,
  requestId: string = randomUUID(),
  /** As it was called, with an alias. */
  invokedArn = fn.functionArn,
): Promise<InvocationResult> {
  checkActive(sandbox.clock.time(scope.accountId), fn)
  const pool = environmentsOf(sandbox)
  const warm = pool.take(scope, fn)
  warm.lines = []
  print(warm, `START RequestId: ${requestId} Version: ${fn.version ?? LATEST}`)
  const began = performance.now()
  const credentials = { ...credentialsOf(sandbox, fn, warm.log.stream), SLIPWAY_FUNCTION_ARN: invokedArn }
  const timeoutMs = fn.timeout * 1000
  const outcome = await warm.environment.invoke({ requestId, payload, timeoutMs, credentials })
  const ms = performance.now() - began
  const used = Math.max(1, warm.environment.memoryMb)
  if ('error' in outcome && warm.environment.ended) {
    const { errorMessage } = JSON.parse(outcome.error) as { errorMessage: string }
    print(warm, errorMessage.replace('RequestId: ', `${new Date(sandbox.clock.now()).toISOString()} `))
  }
  print(warm, `END RequestId: ${requestId}`)
  print(
    warm,
    `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${fn.memorySize} MB\tMax Memory Used: ${used} MB`,
  )
  pool.give(warm)
  const logTail = warm.lines.join('\n').slice(-4096)
  return 'error' in outcome
    ? { payload: outcome.error, failed: true, logTail }
    : { payload: outcome.payload, failed: false, logTail }
}

/** What the SDK in the function signs with: a session of the function's role. */
function credentialsOf(sandbox: Sandbox, fn: FunctionDocument, stream: string): Record<string, string> {
  const role = findRole(sandbox.store, fn.role)
  if (!role) return {}
  const state = iamState(sandbox.store, role.Arn.split(':')[4] ?? '')
  const session = fn.functionName
  const arn = `arn:aws:sts::${state.scope.accountId}:assumed-role/${role.RoleName}/${session}`
  const owner = { arn, userId: `${role.RoleId}:${session}`, roleName: role.RoleName, sessionPolicies: [] }
  const made = openSession(state, owner, sandbox.clock.now(), CREDENTIALS_S)
  sandbox.store.flush()
  return {
    AWS_ACCESS_KEY_ID: made.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: made.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: made.SessionToken ?? '',
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
  }
}
