import type { Service } from '../../gateway/service.ts'
import { functionArn, functionNameOf, qualifiedNameOf } from './functions.ts'

/** AWS Lambda, enough for hooks and custom resources: Node functions from a zip, run as processes of this machine. */
export const service: Service = {
  id: 'lambda',
  signingName: 'lambda',
  client: () => import('@aws-sdk/client-lambda'),
  resourceArn: (operation, input, { accountId, region }) => {
    const { FunctionName, Qualifier, Resource } = input as Record<string, string | undefined>
    if (Resource) return Resource
    if (!FunctionName) return undefined
    const name =
      operation === 'Invoke' ? qualifiedNameOf(FunctionName, Qualifier) : functionNameOf(FunctionName)
    return functionArn({ accountId, region }, name)
  },
  passedRoles: (_operation, input) => {
    const { Role } = input as { Role?: string }
    return Role ? [{ arn: Role, service: 'lambda.amazonaws.com' }] : []
  },
}
