import { InvalidResourceId, InvalidResourceType, type Tag, TooManyTagsError } from '@aws-sdk/client-ssm'
import type { Scope } from '../../store/store.ts'
import { exception, validationException } from './errors.ts'
import { nameOf } from './names.ts'
import { type ParameterDocument, parameters } from './store.ts'

const MOST = 50

/** `held` with `added` in it. Throws ValidationException or TooManyTagsError. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key.length === 0 || Key.length > 128 || Value.length > 256 || /^aws:/i.test(Key)) {
      throw validationException(
        `Tag keys have 1 to 128 characters and do not begin with aws:, values up to 256; got the key ${JSON.stringify(Key)}.`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) {
    throw exception(TooManyTagsError, `The number of tags exceeds the limit of ${MOST} tags for a parameter.`)
  }
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

/** The parameter that a tag call names. Throws InvalidResourceType or InvalidResourceId. */
export function taggedParameter(
  scope: Scope,
  { ResourceType, ResourceId = '' }: { ResourceType: string | undefined; ResourceId: string | undefined },
): ParameterDocument {
  if (ResourceType !== 'Parameter') {
    throw exception(
      InvalidResourceType,
      `The resource type is not valid: the practice account has parameters alone, of the type Parameter; got ${JSON.stringify(ResourceType ?? '')}.`,
    )
  }
  const parameter = parameters(scope).get(nameOf(scope, ResourceId).name)
  if (!parameter) {
    throw exception(
      InvalidResourceId,
      `The resource ID "${ResourceId}" is not valid. Verify the ID and try again.`,
    )
  }
  return parameter
}
