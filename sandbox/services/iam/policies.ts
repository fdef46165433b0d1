import { noSuchEntity } from './errors.ts'
import type { IamState, ManagedPolicy } from './store.ts'
import { constraint } from './validate.ts'

/** A managed policy of the account's own, or NoSuchEntity. */
export function policyAt({ policies }: IamState, arn = ''): ManagedPolicy {
  const policy = policies.get(arn)
  if (!policy) throw noSuchPolicy(arn)
  return policy
}

export function noSuchPolicy(arn: string) {
  return noSuchEntity(`Policy ${arn} was not found.`)
}

/** A version of the policy, or NoSuchEntity. */
export function versionOf(policy: ManagedPolicy, versionId = '') {
  if (!/^v[1-9]\d*(\.[A-Za-z0-9-]*)?$/.test(versionId)) {
    const pattern = 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?'
    throw constraint(versionId, 'versionId', `Member must satisfy regular expression pattern: ${pattern}`)
  }
  const version = policy.versions.find(({ VersionId }) => VersionId === versionId)
  if (!version)
    throw noSuchEntity(`Policy ${policy.Arn} version ${versionId} does not exist or is not attachable.`)
  return version
}
