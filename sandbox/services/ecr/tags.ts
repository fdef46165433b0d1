import { InvalidTagParameterException, type Tag, TooManyTagsException } from '@aws-sdk/client-ecr'
import type { OperationContext } from '../../operation.ts'
import { invalidParameter, thrown } from './errors.ts'
import { requestedRepository } from './repositories.ts'

const MOST = 50

/** `held` with `added` in it. Throws InvalidTagParameterException or TooManyTagsException. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key.length === 0 || Key.length > 128 || Value.length > 256 || /^aws:/i.test(Key)) {
      throw thrown(
        InvalidTagParameterException,
        `Invalid parameter at 'tags' failed to satisfy constraint: 'Tag keys have 1 to 128 characters and do not begin with aws:, values up to 256; got the key ${JSON.stringify(Key)}'`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) {
    throw thrown(
      TooManyTagsException,
      `The number of tags exceeds the limit of ${MOST} tags for a repository`,
    )
  }
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

/** The repository that an ARN names. Throws InvalidParameterException or RepositoryNotFoundException. */
export function taggedRepository(
  { resourceArn = '' }: { resourceArn: string | undefined },
  context: OperationContext,
  action: string,
) {
  const [, region, registryId, repositoryName] =
    /^arn:aws:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(resourceArn) ?? []
  if (repositoryName === undefined || region !== context.region) {
    throw invalidParameter('resourceArn', 'Invalid ARN')
  }
  return requestedRepository({ registryId, repositoryName }, context, action)
}
