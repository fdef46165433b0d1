import type { Tag } from '@aws-sdk/client-s3'
import { AwsError } from '../../operation.ts'
import { invalidArgument } from './errors.ts'

const MOST_OF_OBJECT = 10
const LEGAL = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Tags as the header has them: `team=blue&stage=1`. Throws InvalidArgument or InvalidTag. */
export function parseTagging(text: string): Tag[] {
  const tags = [...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value }))
  if (tags.length === 0 && text !== '') {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    )
  }
  return checkedTags(tags, MOST_OF_OBJECT)
}

/** Throws InvalidTag or BadRequest. */
export function checkedTags(tags: Tag[] | undefined, most: number): Tag[] {
  const seen = new Set<string>()
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (Key === '' || Key.length > 128 || !LEGAL.test(Key))
      throw invalid('The TagKey you have provided is invalid', { TagKey: Key })
    if (Value.length > 256 || !LEGAL.test(Value)) {
      throw invalid('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value })
    }
    if (Key.startsWith('aws:'))
      throw invalid(
        most === MOST_OF_OBJECT
          ? 'Your TagKey cannot be prefixed with aws:'
          : 'System tags cannot be added/updated by requester',
        { TagKey: Key },
      )
    if (seen.has(Key)) throw invalid('Cannot provide multiple Tags with the same key', { TagKey: Key })
    seen.add(Key)
  }
  if (seen.size > most) {
    throw new AwsError(
      'BadRequest',
      most === MOST_OF_OBJECT
        ? 'Object tags cannot be greater than 10'
        : `Bucket tag count cannot be greater than ${most}`,
    )
  }
  return (tags ?? []).map(({ Key, Value = '' }) => ({ Key, Value }))
}

function invalid(message: string, members: Record<string, string>): AwsError {
  return new AwsError('InvalidTag', message, 400, { members })
}
