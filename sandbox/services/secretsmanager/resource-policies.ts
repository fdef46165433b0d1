import { MalformedPolicyDocumentException } from '@aws-sdk/client-secrets-manager'
import { list, readPolicy } from '../iam/policy/document.ts'
import { policyFault } from '../iam/policy/policy-fault.ts'
import { exception } from './errors.ts'

/** What is wrong with a secret's policy; undefined when it is right. Its resource is the secret, named or as `*`. */
export function resourcePolicyFault(text: string): string | undefined {
  let bare: string
  try {
    const document = JSON.parse(text) as { Statement?: unknown }
    const statements = list(document.Statement as object | object[] | undefined)
    if (statements.some(statement => !('Resource' in statement) && !('NotResource' in statement))) {
      return 'This resource policy contains a syntax error: every statement needs a Resource, such as "*".'
    }
    bare = JSON.stringify({
      ...document,
      Statement: statements.map(statement => ({ ...statement, Resource: undefined, NotResource: undefined })),
    })
  } catch {
    return 'This resource policy contains a syntax error: it is not valid JSON.'
  }
  const fault = policyFault(bare, 'trust')
  return fault && `This resource policy contains a syntax error: ${fault}`
}

/** Throws MalformedPolicyDocumentException. */
export function checkResourcePolicy(text: string): void {
  const fault = resourcePolicyFault(text)
  if (fault !== undefined) throw exception(MalformedPolicyDocumentException, fault)
}

/** Whether the policy lets everybody in, without a condition. */
export function isPublic(text: string): boolean {
  return readPolicy(text).Statement.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      Condition === undefined &&
      Principal !== undefined &&
      (Principal === '*' || list(Principal['AWS']).includes('*')),
  )
}
