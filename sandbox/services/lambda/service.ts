import type { Service } from '../../gateway/service.ts'
import { functionArn, functionNameOf } from './functions.ts'

/** AWS Lambda, enough for hooks and custom resources: Node functions from a zip, run as processes of this machine. */
export const service: Service = {
  id: 'lambda',
  signingName: 'lambda',
  client: () => import('@aws-sdk/client-lambda'),
  resourceArn: (_operation, input, { accountId, region }) => {
    const { FunctionName, Resource } = input as { FunctionName?: string; Resource?: string }
    if (Resource) return Resource
    return FunctionName && functionArn({ accountId, region }, functionNameOf(FunctionName))
  },
  passedRoles: (_operation, input) => {
    const { Role } = input as { Role?: string }
    return Role ? [{ arn: Role, service: 'lambda.amazonaws.com' }] : []
  },
}
