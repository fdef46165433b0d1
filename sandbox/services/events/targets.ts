import type { Target } from '@aws-sdk/client-eventbridge'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { appendLogEvents } from '../logs/append.ts'
import { invalid, notThere } from './errors.ts'

const LOG_GROUP = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([.\-_/#A-Za-z0-9]{1,512})(:\*)?$/

/** Throws ValidationException, or 501 NotImplemented for a target that nothing would be sent to. */
export function checkTarget(target: Target): void {
  const { Arn = '', Id = '' } = target
  const [prefix, , service = ''] = Arn.split(':')
  if (prefix !== 'arn') {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
  if (service !== 'logs') throw notThere(`EventBridge targets of ${service}, as target ${Id} is`)
  if (!LOG_GROUP.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
  }
}

/** Sends what a target is to get. Throws when its log group is not there. */
export function deliver(sandbox: Sandbox, scope: Scope, target: Target, text: string, stream: string): void {
  const [, region = '', , group = ''] = LOG_GROUP.exec(target.Arn ?? '') ?? []
  const to = sandbox.store.scope(scope.accountId, region)
  appendLogEvents(sandbox, to, group, stream, [logEvent(text, sandbox.clock.now())])
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
