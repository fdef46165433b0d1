import type { Tag } from '@aws-sdk/client-secrets-manager'
import { invalidParameter } from './errors.ts'

const MOST = 50

/** `held` with `added` in it. Throws InvalidParameterException. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key.length === 0 || Key.length > 128 || Value.length > 256 || /^aws:/i.test(Key)) {
      throw invalidParameter(
        `Tag keys have 1 to 128 characters and do not begin with aws:, values up to 256; got the key ${JSON.stringify(Key)}.`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) throw invalidParameter(`A secret can have at most ${MOST} tags.`)
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}
