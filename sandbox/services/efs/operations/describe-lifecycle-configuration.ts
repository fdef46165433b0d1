import type {
  DescribeLifecycleConfigurationRequest,
  LifecycleConfigurationDescription,
} from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findFileSystem } from '../file-systems.ts'

/** When files move to another storage class. */
export const describeLifecycleConfiguration: Operation<
  DescribeLifecycleConfigurationRequest,
  LifecycleConfigurationDescription
> = (input, { scope }) => ({
  LifecyclePolicies: findFileSystem(scope, input.FileSystemId).lifecyclePolicies,
})
