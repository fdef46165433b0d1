import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { AppBucket } from '../constructs/app-bucket.ts'
import { AppDatabase } from '../constructs/app-database.ts'
import { AppFiles } from '../constructs/app-files.ts'
import type { Context } from '../context.ts'
import type { NetworkStack } from './network-stack.ts'

export interface DataStackProps extends StackProps {
  readonly context: Pick<Context, 'protect'>
  readonly network: NetworkStack
}

/** What must outlive every task: the database, the file system and the bucket. A stack of its own, so that no change of the app touches it. */
export class DataStack extends Stack {
  readonly database: AppDatabase
  readonly files: AppFiles
  readonly uploads: AppBucket

  constructor(scope: Construct, id: string, { context, network, ...props }: DataStackProps) {
    super(scope, id, { ...props, description: 'Data of the uploads app' })
    const { protect } = context
    const where = { vpc: network.vpc, subnets: network.dataSubnets, clients: network.taskGroup, protect }
    this.database = new AppDatabase(this, 'Database', where)
    this.files = new AppFiles(this, 'Files', where)
    this.uploads = new AppBucket(this, 'Uploads', { protect })
    new CfnOutput(this, 'BucketName', { value: this.uploads.bucket.bucketName })
    new CfnOutput(this, 'FileSystemId', { value: this.files.fileSystem.fileSystemId })
    new CfnOutput(this, 'DatabaseId', { value: this.database.instance.instanceIdentifier })
  }
}
