import {
  type FileSystemPolicyDescription,
  InvalidPolicyException,
  type PutFileSystemPolicyRequest,
} from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { list } from '../../iam/policy/document.ts'
import { policyFault } from '../../iam/policy/policy-fault.ts'
import { exception } from '../errors.ts'
import { findFileSystem } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Says who may mount a file system. */
export const putFileSystemPolicy: Operation<PutFileSystemPolicyRequest, FileSystemPolicyDescription> = (
  input,
  { scope },
) => {
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const { Policy: policy = '' } = input
  const fault = faultOf(policy)
  if (fault !== undefined) throw exception(InvalidPolicyException, `Invalid policy: ${fault}`)
  efs(scope).fileSystems.put(fileSystem.id, { ...fileSystem, policy })
  return { FileSystemId: fileSystem.id, Policy: policy }
}

/** It names principals like a trust policy, and may name its file system. */
function faultOf(text: string): string | undefined {
  try {
    const document = JSON.parse(text) as { Statement?: object | object[] }
    const Statement = list(document.Statement).map(statement => ({
      ...statement,
      Resource: undefined,
      NotResource: undefined,
    }))
    return policyFault(JSON.stringify({ ...document, Statement }), 'trust')
  } catch {
    return 'it is not valid JSON'
  }
}
