import type { PutBucketPolicyRequest } from '@aws-sdk/client-s3'
import { AwsError, type Operation } from '../../../operation.ts'
import { bucketArn, changeBucket, requestedBucket } from '../buckets.ts'
import { bucketPolicyFault } from '../bucket-policy.ts'
import { accessDenied } from '../errors.ts'
import { isPublicPolicy } from '../public-policy.ts'

/** Says who else may use a bucket, and who may not. Throws MalformedPolicy, or AccessDenied where public policies are blocked. */
export const putBucketPolicy: Operation<PutBucketPolicyRequest, object> = (input, context) => {
  const { bucket } = requestedBucket(input, context)
  const { Policy: policyText = '' } = input
  const fault = bucketPolicyFault(policyText, bucket.name)
  if (fault !== undefined) throw new AwsError('MalformedPolicy', fault)
  if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policyText)) {
    throw accessDenied(
      `User: ${context.principal.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    )
  }
  changeBucket(input, context, document => ({ ...document, policyText }))
  return {}
}
