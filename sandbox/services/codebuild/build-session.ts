import type { Sandbox } from '../../operation.ts'
import { roleDenial } from '../ecs/execution-role.ts'
import { findRole } from '../iam/roles.ts'
import { iamState } from '../iam/store.ts'
import { openSession } from '../sts/sessions.ts'
import { PhaseFailure } from './errors.ts'
import { isAssumable } from './settings.ts'
import type { BuildDocument } from './store.ts'

/** Longer than the longest build. */
const SPARE_S = 3600

/** A build as its service role: the credentials of its commands, and of what CodeBuild itself reads and stores for it. */
export interface BuildSession {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** Why the role may not do this, in AWS's words; undefined when it may. */
  denial(action: string, resource: string): string | undefined
}

/** Assumes the build's service role. Throws a PhaseFailure of ACCESS_DENIED. */
export function openBuildSession(sandbox: Sandbox, build: BuildDocument): BuildSession {
  const { store, clock, config } = sandbox
  const { serviceRole, timeoutInMinutes } = build
  const session = `AWSCodeBuild-${build.id.split(':')[1] ?? ''}`
  const role = findRole(store, serviceRole)
  if (!isAssumable(sandbox, serviceRole)) {
    throw new PhaseFailure(
      'ACCESS_DENIED',
      `CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured.`,
    )
  }
  const denial = (action: string, resource: string) =>
    roleDenial(sandbox, { roleArn: serviceRole, taskId: session, action, resource })
  if (!role) {
    // Any key is as good as another without sign-in.
    return { credentials: { accessKeyId: config.defaultAccountId, secretAccessKey: 'any' }, denial }
  }
  const state = iamState(store, role.Arn.split(':')[4] ?? '')
  const arn = `arn:aws:sts::${state.scope.accountId}:assumed-role/${role.RoleName}/${session}`
  const owner = { arn, userId: `${role.RoleId}:${session}`, roleName: role.RoleName, sessionPolicies: [] }
  const made = openSession(state, owner, clock.now(), timeoutInMinutes * 60 + SPARE_S)
  // What a build is given must be known after a kill too.
  store.flush()
  return {
    credentials: {
      accessKeyId: made.AccessKeyId ?? '',
      secretAccessKey: made.SecretAccessKey ?? '',
      sessionToken: made.SessionToken ?? '',
    },
    denial,
  }
}

/** Ends a session before its time: nothing of an ended build signs any more. */
export function closeBuildSession(
  { store }: Sandbox,
  build: BuildDocument,
  { credentials }: BuildSession,
): void {
  const { sessions } = iamState(store, build.arn.split(':')[4] ?? '')
  sessions.delete(credentials.accessKeyId)
}
