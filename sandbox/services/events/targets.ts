import type { Target } from '@aws-sdk/client-eventbridge'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { conditionsHold } from '../iam/policy/conditions.ts'
import type { Statement } from '../iam/policy/document.ts'
import { matchesAnyCase } from '../iam/policy/wildcard.ts'
import { eventQueueOf } from '../lambda/event-queue.ts'
import { policyOf } from '../lambda/permissions.ts'
import { appendLogEvents } from '../logs/append.ts'
import { letsService } from '../logs/resource-policies.ts'
import { buildForEvent, checkProjectTarget, PROJECT } from './codebuild-target.ts'
import { checkClusterTarget, CLUSTER, runTasksForEvent } from './ecs-target.ts'
import { invalid, notThere } from './errors.ts'
import type { Delivery } from './outbox.ts'

const LOG_GROUP = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([.\-_/#A-Za-z0-9]{1,512})(:\*)?$/
const FUNCTION =
  /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9-_]{1,64}(?::[a-zA-Z0-9-_$]{1,128})?)$/

/** Throws ValidationException, or 501 NotImplemented for a target that nothing would be sent to. */
export function checkTarget(target: Target): void {
  const { Arn = '', Id = '' } = target
  const [prefix, , service = ''] = Arn.split(':')
  if (prefix !== 'arn') {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
  if (service === 'lambda') {
    if (FUNCTION.test(Arn)) return
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
  if (service === 'codebuild') return checkProjectTarget(target)
  if (service === 'ecs') return checkClusterTarget(target)
  if (service !== 'logs') throw notThere(`EventBridge targets of ${service}, as target ${Id} is`)
  if (!LOG_GROUP.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
}

/** Sends what a target of a rule is to get. Throws or rejects when its log group, function, project or cluster is not there, or refuses the rule. */
export function deliver(
  sandbox: Sandbox,
  { scope, target, text, ruleArn, stream }: Delivery,
): Promise<void> | void {
  if (CLUSTER.test(target.Arn ?? '')) return runTasksForEvent(sandbox, scope, target, text, ruleArn)
  if (FUNCTION.test(target.Arn ?? '')) return invoke(sandbox, scope, target.Arn ?? '', text, ruleArn)
  if (PROJECT.test(target.Arn ?? '')) return buildForEvent(sandbox, scope, target, text, ruleArn)
  const [, region = '', , group = ''] = LOG_GROUP.exec(target.Arn ?? '') ?? []
  const to = sandbox.store.scope(scope.accountId, region)
  const groupArn = `arn:aws:logs:${region}:${scope.accountId}:log-group:${group}`
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
    if (letsService(to, 'events.amazonaws.com', action, groupArn)) continue
    throw new Error(
      `No resource policy of CloudWatch Logs lets events.amazonaws.com do ${action} on ${groupArn}.`,
    )
  }
  appendLogEvents(sandbox, to, group, stream, [logEvent(text, sandbox.clock.now())])
}

/** A function gets the event when a statement of its own policy lets EventBridge invoke it. */
function invoke(sandbox: Sandbox, scope: Scope, arn: string, text: string, ruleArn: string): void {
  const [, region = '', , name = ''] = FUNCTION.exec(arn) ?? []
  const to = sandbox.store.scope(scope.accountId, region)
  const { permissions } = policyOf(to, arn)
  const context = new Map([
    ['aws:SourceArn', ruleArn],
    ['AWS:SourceArn', ruleArn],
    ['aws:SourceAccount', scope.accountId],
    ['AWS:SourceAccount', scope.accountId],
  ])
  const statements = Object.values(permissions) as Permission[]
  const lets = statements.some(
    ({ Principal, Action, Condition }) =>
      (Principal === '*' ||
        (typeof Principal === 'object' && Principal.Service === 'events.amazonaws.com')) &&
      matchesAnyCase(Action ?? '', 'lambda:InvokeFunction') &&
      conditionsHold(Condition, context),
  )
  if (!lets) throw new Error(`No statement of the policy of ${arn} lets events.amazonaws.com invoke it.`)
  eventQueueOf(sandbox).add(to, name, text)
}

/** A statement of a function's policy, as AddPermission writes it. */
interface Permission {
  Principal?: string | { Service?: string }
  Action?: string
  Condition?: Statement['Condition']
}

/** A transformer for a log group may set both members of the log event. */
function logEvent(text: string, now: number): { timestamp: number; message: string } {
  try {
    const { timestamp, message, ...rest } = JSON.parse(text) as Record<string, unknown>
    if (Object.keys(rest).length === 0 && typeof message === 'string' && timestamp !== undefined) {
      const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number(timestamp)
      if (Number.isFinite(time)) return { timestamp: time, message }
    }
  } catch {
    // Not JSON: the text as it is.
  }
  return { timestamp: now, message: text }
}
