import { AwsError } from '../../operation.ts'

/** EC2 says "a" for one id and lists several: "The subnet ID 'subnet-1' does not exist". */
export function notFound(code: string, what: string, ids: string[]): AwsError {
  const listed = ids.length === 1 ? `'${ids[0]}' does` : `'${ids.join(', ')}' do`
  return new AwsError(code, `The ${what}${ids.length === 1 ? '' : 's'} ${listed} not exist`)
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`)
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}

export const subnetNotFound = (ids: string[]) => notFound('InvalidSubnetID.NotFound', 'subnet ID', ids)
export const vpcNotFound = (ids: string[]) => notFound('InvalidVpcID.NotFound', 'vpc ID', ids)
export const groupNotFound = (ids: string[]) => notFound('InvalidGroup.NotFound', 'security group', ids)

/** What still hangs on a resource that shall be deleted: "The vpc 'vpc-1' has dependencies and cannot be deleted." */
export function hasDependencies(what: string, id: string): AwsError {
  return new AwsError('DependencyViolation', `The ${what} '${id}' has dependencies and cannot be deleted.`)
}

/** Two resources of a request that are in different VPCs. */
export function differentNetworks(a: string, b: string): AwsError {
  return new AwsError('InvalidParameterValue', `${a} and ${b} belong to different networks`)
}

/** What AWS has and the practice account has not: said plainly, never pretended. */
export function notImplemented(what: string, instead: string): AwsError {
  return new AwsError('NotImplemented', `The practice account has no ${what} yet. ${instead}`, 501)
}
