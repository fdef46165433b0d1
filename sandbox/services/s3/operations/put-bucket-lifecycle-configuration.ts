import type {
  LifecycleRule,
  PutBucketLifecycleConfigurationOutput,
  PutBucketLifecycleConfigurationRequest,
} from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { invalidArgument, invalidRequest, malformedXml } from '../errors.ts'

/** Keeps a bucket's lifecycle rules; nothing is moved or removed by them here. */
export const putBucketLifecycleConfiguration: Operation<
  PutBucketLifecycleConfigurationRequest,
  PutBucketLifecycleConfigurationOutput
> = (input, context) => {
  const rules = input.LifecycleConfiguration?.Rules ?? []
  if (rules.length === 0 || rules.length > 1000) throw malformedXml()
  if (rules.some(({ Status }) => Status !== 'Enabled' && Status !== 'Disabled')) throw malformedXml()
  for (const rule of rules) checkRule(rule)
  const ids = rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]))
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) {
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', twice)
  }
  const lifecycleMinimum = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K'
  const lifecycle = rules.map(rule => ({ ...rule, ID: rule.ID ?? randomUUID() }))
  changeBucket(input, context, bucket => ({ ...bucket, lifecycle, lifecycleMinimum }))
  return { TransitionDefaultMinimumObjectSize: lifecycleMinimum }
}

/** A rule says which objects it is about, in the new way or the old one, and what becomes of them. */
function checkRule(rule: LifecycleRule): void {
  const { Filter, Prefix, Expiration, Transitions = [], NoncurrentVersionTransitions = [] } = rule
  if ((Filter === undefined) === (Prefix === undefined)) throw malformedXml()
  const actions = [
    Expiration,
    ...Transitions,
    ...NoncurrentVersionTransitions,
    rule.NoncurrentVersionExpiration,
    rule.AbortIncompleteMultipartUpload,
  ]
  if (actions.every(action => action === undefined)) {
    throw invalidRequest('At least one action needs to be specified in a rule')
  }
}
