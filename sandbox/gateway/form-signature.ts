import { AwsError, type Sandbox } from '../operation.ts'
import type { Exchange } from './exchange.ts'
import type { Signature } from './signature.ts'
import { isTextSignedByV2 } from './signature-v2.ts'
import { isPolicySignedBy } from './sigv4.ts'
import { tokenFits } from './steps/verify-signature.ts'

/** What a form's fields say of the signature over its policy, of either version. Throws InvalidArgument where one is missing. */
export function formSignature(fields: ReadonlyMap<string, string>): Signature {
  const demand = (name: string): string => {
    const value = fields.get(name.toLowerCase())
    if (!value) throw fieldMissing(name)
    return value
  }
  const securityToken = fields.get('x-amz-security-token')
  const common = { signingName: 's3', signedHeaders: [], securityToken, expires: undefined }
  if (fields.has('awsaccesskeyid')) {
    return {
      ...common,
      ...{ accessKeyId: demand('AWSAccessKeyId'), signature: demand('Signature') },
      // It names no region and no day; when it ends says the policy.
      ...{ region: 'us-east-1', date: '', timestamp: '', expiresAt: Infinity },
    }
  }
  const [accessKeyId = '', date = '', region = ''] = demand('X-Amz-Credential').split('/')
  const [timestamp, signature] = [demand('X-Amz-Date'), demand('X-Amz-Signature')]
  return { ...common, accessKeyId, date, region, timestamp, signature }
}

/** Verifies who signed a form's policy. Throws InvalidAccessKeyId, SignatureDoesNotMatch or ExpiredToken. */
export function verifyPolicy(
  { signature, caller, service }: Exchange,
  { clock, config }: Pick<Sandbox, 'clock' | 'config'>,
  policy: string,
): void {
  if (config.auth === 'off' || !signature || !caller) return
  const { codes } = service.model.protocol
  if (!tokenFits(caller.session, signature)) throw new AwsError(...codes.unknownKey)
  const isSigned = signature.expiresAt === undefined ? isPolicySignedBy : isTextSignedByV2
  if (!isSigned(caller.secretAccessKey, signature, policy)) {
    const [code, status, message = ''] = codes.wrongSignature
    throw new AwsError(code, message, status)
  }
  if (caller.session && caller.session.expiresAt <= clock.now()) {
    const [code, status] = codes.expiredToken
    throw new AwsError(code, 'The security token included in the request is expired', status)
  }
}

/** What S3 says of a field that a form has to have. */
export function fieldMissing(name: string): AwsError {
  return new AwsError(
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    400,
    { members: { ArgumentName: name, ArgumentValue: '' } },
  )
}
