import { ResourceNotFoundException, TooManyTagsException } from '@aws-sdk/client-application-auto-scaling'
import type { Scope } from '../../store/store.ts'
import { thrown, validation } from './errors.ts'
import { scaling } from './store.ts'
import type { TargetDocument } from './store.ts'

const MOST_TAGS = 50

/** Throws TooManyTagsException or ValidationException for tags that a scalable target cannot have. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > MOST_TAGS) {
    throw thrown(TooManyTagsException, `A scalable target can have at most ${MOST_TAGS} tags.`)
  }
  for (const [key, value] of Object.entries(tags)) {
    if (key === '' || key.length > 128 || /^aws:/i.test(key) || value.length > 256) {
      throw validation(
        `The tag ${key} is not valid: 1 to 128 characters that do not begin with aws:, values up to 256.`,
      )
    }
  }
}

/** The scalable target with this ARN. Throws ResourceNotFoundException. */
export function targetByArn(scope: Scope, arn: string): TargetDocument {
  const target = scaling(scope)
    .targets.values()
    .find(one => one.arn === arn)
  if (!target) throw thrown(ResourceNotFoundException, `The resource ${arn} does not exist.`)
  return target
}
