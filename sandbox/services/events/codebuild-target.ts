import type { StartBuildInput } from '@aws-sdk/client-codebuild'
import type { Target } from '@aws-sdk/client-eventbridge'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { startBuild } from '../codebuild/new-build.ts'
import { roleDenial } from '../ecs/execution-role.ts'
import { findRole } from '../iam/roles.ts'
import { serviceMayAssume } from '../sts/trust.ts'
import { invalid } from './errors.ts'

export const PROJECT = /^arn:aws:codebuild:([a-z0-9-]+):(\d{12}):project\/([A-Za-z0-9][A-Za-z0-9\-_]{1,149})$/

/** Throws ValidationException. */
export function checkProjectTarget({ Arn = '', RoleArn }: Target): void {
  if (!PROJECT.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
  if (!RoleArn) throw invalid(`RoleArn is required for target ${Arn}.`)
}

/**
 * Starts a build of a target's project as the target's role. What the target's input says of StartBuild's parameters holds; an
 * event as it is has none. Throws when the role or the project refuse.
 */
export function buildForEvent(
  sandbox: Sandbox,
  scope: Scope,
  { Arn = '', RoleArn = '' }: Target,
  text: string,
  ruleArn: string,
): void {
  const [, region = '', , projectName = ''] = PROJECT.exec(Arn) ?? []
  const rule = ruleArn.slice(ruleArn.indexOf('rule/') + 'rule/'.length)
  if (sandbox.config.auth === 'on') {
    const role = findRole(sandbox.store, RoleArn)
    if (!role || !serviceMayAssume(role, 'events.amazonaws.com', new Map())) {
      throw new Error(`events.amazonaws.com may not assume the role ${RoleArn}.`)
    }
    const request = { roleArn: RoleArn, taskId: rule, action: 'codebuild:StartBuild', resource: Arn }
    const denial = roleDenial(sandbox, request)
    if (denial) throw new Error(denial)
  }
  const to = sandbox.store.scope(scope.accountId, region)
  startBuild(sandbox, to, { ...overridesIn(text), projectName }, `rule/${rule}`)
}

/** StartBuild's parameters in an input: `sourceVersion`, and all whose names end in Override. */
function overridesIn(text: string): Partial<StartBuildInput> {
  try {
    const members = Object.entries(JSON.parse(text) as object)
    return Object.fromEntries(
      members.filter(([name]) => name === 'sourceVersion' || name.endsWith('Override')),
    )
  } catch {
    return {}
  }
}
