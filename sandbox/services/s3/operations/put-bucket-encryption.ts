import type { PutBucketEncryptionRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { invalidArgument, malformedXml } from '../errors.ts'

/** Says how a bucket's objects are to be encrypted. */
export const putBucketEncryption: Operation<PutBucketEncryptionRequest, object> = (input, context) => {
  const encryption = input.ServerSideEncryptionConfiguration
  const rules = encryption?.Rules ?? []
  const [rule] = rules
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {}
  if (!encryption || rules.length !== 1) throw malformedXml()
  if (SSEAlgorithm !== undefined && !['AES256', 'aws:kms', 'aws:kms:dsse'].includes(SSEAlgorithm)) {
    throw malformedXml()
  }
  if (SSEAlgorithm === 'AES256' && KMSMasterKeyID !== undefined) {
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      'ApplyServerSideEncryptionByDefault',
      KMSMasterKeyID,
    )
  }
  changeBucket(input, context, bucket => ({ ...bucket, encryption }))
  return {}
}
