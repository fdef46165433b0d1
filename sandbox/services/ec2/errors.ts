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
