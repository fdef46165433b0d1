import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as rds from 'aws-cdk-lib/aws-rds'
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

export interface AppDatabaseProps {
  readonly vpc: ec2.IVpc
  readonly subnets: ec2.SubnetSelection
  /** The only group that may connect. */
  readonly clients: ec2.ISecurityGroup
  /** Two zones, and kept when the stack is destroyed. */
  readonly protect: boolean
}

/** The MySQL database, encrypted, without a public address. Its password is made by Secrets Manager; nobody types it. */
export class AppDatabase extends Construct {
  readonly instance: rds.DatabaseInstance
  /** JSON with host, port, dbname, username and password. */
  readonly secret: secretsmanager.ISecret

  constructor(scope: Construct, id: string, { vpc, subnets, clients, protect }: AppDatabaseProps) {
    super(scope, id)
    const group = new ec2.SecurityGroup(this, 'Group', {
      vpc,
      description: 'Database of the uploads app: reached by its tasks only',
      allowAllOutbound: false,
    })
    this.instance = new rds.DatabaseInstance(this, 'Instance', {
      engine: rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_4_7 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
      vpc,
      vpcSubnets: subnets,
      securityGroups: [group],
      databaseName: 'uploads',
      credentials: rds.Credentials.fromGeneratedSecret('uploads'),
      storageType: rds.StorageType.GP3,
      allocatedStorage: 20,
      storageEncrypted: true,
      multiAz: protect,
      backupRetention: Duration.days(protect ? 7 : 1),
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: !protect,
      deletionProtection: protect,
      removalPolicy: protect ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    })
    this.instance.connections.allowDefaultPortFrom(clients, 'the app')
    this.secret = this.instance.secret!
    acknowledge(this.instance, {
      RDS2: 'Storage is encrypted; the rule reads it before the value is resolved.',
      RDS3: 'Two zones cost twice; protect=true turns them on.',
      RDS10: 'Without protect=true, destroying the stacks must leave nothing.',
      RDS11: 'Only the tasks can reach the port, whatever its number.',
    })
    acknowledge(this.instance.node.findChild('Secret'), {
      SMG4: 'Tasks read the password when they start; a rotation would lock out those that run. Rotate with a deployment.',
    })
  }
}
