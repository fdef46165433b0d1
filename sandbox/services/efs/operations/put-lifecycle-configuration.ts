import type {
  LifecycleConfigurationDescription,
  LifecyclePolicy,
  PutLifecycleConfigurationRequest,
} from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { badRequest } from '../errors.ts'
import { findFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

const AFTER = /^AFTER_(1|7|14|30|60|90|180|270|365)_DAYS?$/
const RULES: Record<keyof LifecyclePolicy, RegExp> = {
  TransitionToIA: AFTER,
  TransitionToArchive: AFTER,
  TransitionToPrimaryStorageClass: /^AFTER_1_ACCESS$/,
}

/** Says when files move to another storage class. */
export const putLifecycleConfiguration: Operation<
  PutLifecycleConfigurationRequest,
  LifecycleConfigurationDescription
> = (input, { scope }) => {
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const { LifecyclePolicies: lifecyclePolicies = [] } = input
  for (const policy of lifecyclePolicies) {
    const rules = Object.entries(policy) as [keyof LifecyclePolicy, string][]
    if (rules.length !== 1 || !rules.every(([name, value]) => RULES[name].test(value))) {
      throw badRequest('Each lifecycle policy has one transition, with one of its values.')
    }
  }
  efs(scope).fileSystems.put(fileSystem.id, { ...fileSystem, lifecyclePolicies })
  return { LifecyclePolicies: lifecyclePolicies }
}
