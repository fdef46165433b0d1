import {
  type DescribeFileSystemPolicyRequest,
  type FileSystemPolicyDescription,
  PolicyNotFound,
} from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { findFileSystem } from '../file-systems.ts'

/** Who may mount a file system. */
export const describeFileSystemPolicy: Operation<
  DescribeFileSystemPolicyRequest,
  FileSystemPolicyDescription
> = (input, { scope }) => {
  const { id, policy } = findFileSystem(scope, input.FileSystemId)
  if (policy === undefined) {
    throw exception(PolicyNotFound, `File system policy for file system '${id}' does not exist.`)
  }
  return { FileSystemId: id, Policy: policy }
}
