import type { PutBucketVersioningRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { malformedXml } from '../errors.ts'

/** Begins or suspends the keeping of versions; a bucket that once kept them never quite stops. */
export const putBucketVersioning: Operation<PutBucketVersioningRequest, object> = (input, context) => {
  const { Status: versioning, MFADelete } = input.VersioningConfiguration ?? {}
  if (MFADelete === 'Enabled') {
    throw new AwsError('NotImplemented', 'The practice account does not have MFA delete.', 501)
  }
  if (versioning === undefined) {
    throw new AwsError('IllegalVersioningConfigurationException', 'The Versioning element must be specified')
  }
  if (versioning !== 'Enabled' && versioning !== 'Suspended') throw malformedXml()
  changeBucket(input, context, bucket => ({ ...bucket, versioning }))
  return {}
}
