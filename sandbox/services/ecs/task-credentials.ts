import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findRole } from '../iam/roles.ts'
import { iamState } from '../iam/store.ts'
import { openSession } from '../sts/sessions.ts'
import { taskDefinitionOf } from './store.ts'
import type { TaskDocument } from './store.ts'

/** What the container credentials endpoint answers. */
export interface TaskCredentials {
  RoleArn: string
  AccessKeyId: string
  SecretAccessKey: string
  Token: string
  Expiration: string
}

const VALID_S = 6 * 3600
/** AWS's SDKs ask again five minutes before the end; by then there have to be new ones. */
const RENEWED_BEFORE_MS = 15 * 60_000

/** Temporary credentials of tasks' roles, renewed before they expire. */
export class CredentialsOfTasks {
  readonly #sandbox: Sandbox
  readonly #secret: Buffer
  readonly #held = new Map<string, TaskCredentials>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    this.#secret = readSecret(path.join(sandbox.config.dataDir, 'task-secret'))
  }

  /** The part of a task's paths that nobody else can know, and that is the same after a restart. */
  tokenOf(task: TaskDocument): string {
    return createHmac('sha256', this.#secret).update(task.taskArn).digest('hex')
  }

  /** Credentials of the task's role as a session of the task; undefined when it has none, or has ended. */
  credentialsOf(scope: Scope, task: TaskDocument): TaskCredentials | undefined {
    const { store, clock } = this.#sandbox
    const role = findRole(store, taskRoleOf(scope, task) ?? '')
    if (!role || task.lastStatus === 'STOPPED') {
      this.#held.delete(task.taskArn)
      return undefined
    }
    const state = iamState(store, role.Arn.split(':')[4] ?? '')
    const held = this.#held.get(task.taskArn)
    const isFresh = held && Date.parse(held.Expiration) - clock.now() > RENEWED_BEFORE_MS
    // A reset or a restored snapshot takes sessions away, and a role may have been made anew.
    if (isFresh && state.sessions.has(held.AccessKeyId)) return held
    const arn = `arn:aws:sts::${state.scope.accountId}:assumed-role/${role.RoleName}/${task.id}`
    const owner = { arn, userId: `${role.RoleId}:${task.id}`, roleName: role.RoleName, sessionPolicies: [] }
    const made = openSession(state, owner, clock.now(), VALID_S)
    // What a task is given must be known after a kill too.
    store.flush()
    const credentials: TaskCredentials = {
      RoleArn: role.Arn,
      AccessKeyId: made.AccessKeyId ?? '',
      SecretAccessKey: made.SecretAccessKey ?? '',
      Token: made.SessionToken ?? '',
      Expiration: (made.Expiration ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z'),
    }
    this.#held.set(task.taskArn, credentials)
    return credentials
  }
}

/** The role that a task's programs act as: of RunTask's overrides, else of its task definition. */
export function taskRoleOf(scope: Scope, task: TaskDocument): string | undefined {
  const role = task.overrides.taskRoleArn ?? taskDefinitionOf(scope, task.taskDefinitionArn).taskRoleArn
  if (!role) return undefined
  return role.startsWith('arn:') ? role : `arn:aws:iam::${scope.accountId}:role/${role}`
}

function readSecret(file: string): Buffer {
  try {
    return Buffer.from(readFileSync(file, 'utf8'), 'hex')
  } catch {
    const secret = randomBytes(32)
    writeFileSync(file, secret.toString('hex'), { mode: 0o600 })
    return secret
  }
}
