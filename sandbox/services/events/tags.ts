import type { Tag } from '@aws-sdk/client-eventbridge'
import type { Scope } from '../../store/store.ts'
import { invalid, limitExceeded, notFound } from './errors.ts'
import { events } from './store.ts'
import type { RuleDocument } from './store.ts'

const MOST = 50

/** `held` with `added` in it. Throws ValidationException or LimitExceededException. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key === '' || Key.length > 128 || Value.length > 256 || /^aws:/i.test(Key)) {
      throw invalid(
        `Tag keys have 1 to 128 characters and do not begin with aws:, values up to 256; got the key ${JSON.stringify(Key)}.`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) throw limitExceeded(`A rule can have at most ${MOST} tags.`)
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

/** The rule of an ARN. Throws ResourceNotFoundException. */
export function taggedRule(scope: Scope, arn: string): RuleDocument {
  const rule = events(scope)
    .rules.values()
    .find(({ Arn }) => Arn === arn)
  if (!rule) throw notFound(`Rule ${arn.slice(arn.lastIndexOf('/') + 1)} does not exist on EventBus default.`)
  return rule
}
