import type { PutTargetsRequest, PutTargetsResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid, limitExceeded } from '../errors.ts'
import { checkInput } from '../input.ts'
import { findRule } from '../rules.ts'
import { events } from '../store.ts'
import { checkTarget } from '../targets.ts'

const MOST = 5

/** Adds targets, or changes those of the same Id. Throws ResourceNotFoundException, LimitExceededException, …. */
export const putTargets: Operation<PutTargetsRequest, PutTargetsResponse> = (input, { scope }) => {
  const rule = findRule(scope, input.Rule ?? '', input.EventBusName)
  const given = input.Targets ?? []
  const ids = new Set(given.map(({ Id }) => Id))
  if (ids.size < given.length) throw invalid('Duplicate target Ids are not allowed.')
  for (const target of given) {
    if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(target.Id ?? '')) {
      throw invalid(
        `1 validation error detected: Value '${target.Id}' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
      )
    }
    checkTarget(target)
    checkInput(target)
  }
  const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...given]
  if (targets.length > MOST) throw limitExceeded('The requested resource exceeds the maximum number allowed.')
  events(scope).rules.put(rule.Name, { ...rule, targets })
  return { FailedEntryCount: 0, FailedEntries: [] }
}
