import { DuplicateTagKeysException, TooManyTagsException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Collection, Scope } from '../../store/store.ts'
import {
  exception,
  listenerNotFound,
  loadBalancerNotFound,
  ruleNotFound,
  targetGroupNotFound,
  validationError,
} from './errors.ts'
import { balancing } from './store.ts'

/** The tags of a new resource, checked. */
export function checkTags(tags: Tag[] | undefined): Tag[] {
  const checked = (tags ?? []).map(({ Key, Value }) => ({ Key, Value: Value ?? '' }))
  if (new Set(checked.map(({ Key }) => Key)).size < checked.length) {
    throw exception(DuplicateTagKeysException, 'A tag key was specified more than once')
  }
  for (const { Key = '', Value } of checked) {
    if (Key === '' || Key.length > 128 || Value.length > 256) {
      throw validationError(`Tag '${Key}' is not valid: a key has 1 to 128 characters, a value 256 at most`)
    }
    if (/^aws:/i.test(Key)) {
      throw validationError(`Tag keys cannot begin with the prefix 'aws:': '${Key}'`)
    }
  }
  if (checked.length > 50) throw exception(TooManyTagsException, 'The maximum number of tags is 50')
  return checked
}

/** Where a resource with tags is kept, found by its ARN; throws the service's NotFound. */
export function tagged(scope: Scope, arn: string): { tags: Tag[]; put(tags: Tag[]): void } {
  const state = balancing(scope)
  const [, kind] = /^arn:aws:elasticloadbalancing:[^:]*:[^:]*:([a-z-]+)\//.exec(arn) ?? []
  switch (kind) {
    case 'loadbalancer':
      return entry(state.loadBalancers, arn, () => loadBalancerNotFound(arn))
    case 'targetgroup':
      return entry(state.targetGroups, arn, targetGroupNotFound)
    case 'listener':
      return entry(state.listeners, arn, listenerNotFound)
    case 'listener-rule':
      return entry(state.rules, arn, ruleNotFound)
    default:
      throw validationError(`'${arn}' is not a valid ARN of a load balancer, target group, listener or rule`)
  }
}

function entry<T extends { tags: Tag[] }>(collection: Collection<T>, arn: string, notFound: () => Error) {
  const document = collection.get(arn)
  if (!document) throw notFound()
  return { tags: document.tags, put: (tags: Tag[]) => collection.put(arn, { ...document, tags }) }
}
