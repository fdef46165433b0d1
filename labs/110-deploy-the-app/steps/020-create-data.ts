import { expectBucket } from '../../assertions/expect-bucket.ts'
import { expectDatabase } from '../../assertions/expect-database.ts'
import { expectFileSystem } from '../../assertions/expect-file-system.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { bucketName, DATABASE, LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Create the database, the file system and the bucket',
  needs: ['prepare'],
  commands: context => {
    const { subnetA, subnetB, databaseGroupId } = context.out['prepare'] ?? {}
    const bucket = bucketName(context)
    return [
      `aws rds create-db-subnet-group --db-subnet-group-name app --db-subnet-group-description 'Two zones' --subnet-ids ${subnetA} ${subnetB} --tags ${tag}`,
      `aws rds create-db-instance --db-instance-identifier app --engine mariadb --db-instance-class db.t4g.micro --allocated-storage 20 --db-name ${DATABASE} --master-username app --manage-master-user-password --db-subnet-group-name app --vpc-security-group-ids ${databaseGroupId} --no-publicly-accessible --tags ${tag}`,
      `aws efs create-file-system --creation-token app --encrypted --tags ${tag}`,
      `aws s3 mb s3://${bucket}`,
      `aws s3api put-bucket-tagging --bucket ${bucket} --tagging 'TagSet=[{${tag}}]'`,
    ]
  },
  check: account =>
    allOf(
      () => expectFileSystem(account, { token: 'app', lab: LAB }),
      () => expectBucket(account, { name: bucketName(account), lab: LAB }),
      () =>
        expectDatabase(account, {
          id: 'app',
          name: DATABASE,
          securityGroupId: account.out['prepare']?.['databaseGroupId'] ?? '',
          lab: LAB,
        }),
    ),
  hints: [
    'Three services keep what must outlive a task: RDS the rows, EFS the files, S3 the objects.',
    'The database is the slow one. Start it first; the others are there before it is.',
  ],
  solve: 'commands',
  timeout: '15m',
  reads: [
    'elasticfilesystem:DescribeFileSystems',
    's3:ListBucket',
    's3:GetBucketTagging',
    'rds:DescribeDBInstances',
  ],
})
