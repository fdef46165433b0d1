import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/** The app's objects. */
const OBJECTS = 'uploads/*'

export interface AppBucketProps {
  /** Kept, with all that is in it, when the stack is destroyed. */
  readonly protect: boolean
}

/** The bucket of uploads: private, encrypted, over TLS only, and swept of uploads that were never finished. */
export class AppBucket extends Construct {
  readonly bucket: s3.Bucket

  constructor(scope: Construct, id: string, { protect }: AppBucketProps) {
    super(scope, id)
    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !protect,
    })
    acknowledge(this.bucket, {
      S1: 'The app logs who stores and fetches what; access logs would be a second bucket to keep and to empty.',
    })
  }

  /** What the app does, and no more: grantReadWrite would give every action that begins with s3:GetObject or s3:List. */
  grantUse(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
      resourceArns: [this.bucket.bucketArn],
    })
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      resourceArns: [this.bucket.arnForObjects(OBJECTS)],
    })
  }
}
