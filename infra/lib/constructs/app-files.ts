import { RemovalPolicy } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as efs from 'aws-cdk-lib/aws-efs'
import { Construct } from 'constructs'

/** The user that the app's image runs as. */
const APP_USER = '1000'

export interface AppFilesProps {
  readonly vpc: ec2.IVpc
  readonly subnets: ec2.SubnetSelection
  /** The only group that may mount it. */
  readonly clients: ec2.ISecurityGroup
  readonly protect: boolean
}

/** The file system that tasks share: mounted by an access point, as user 1000, over TLS, with the task role's leave. */
export class AppFiles extends Construct {
  readonly fileSystem: efs.FileSystem
  readonly accessPoint: efs.AccessPoint

  constructor(scope: Construct, id: string, { vpc, subnets, clients, protect }: AppFilesProps) {
    super(scope, id)
    const group = new ec2.SecurityGroup(this, 'Group', {
      vpc,
      description: 'Files of the uploads app: reached by its tasks only',
      allowAllOutbound: false,
    })
    group.addIngressRule(clients, ec2.Port.NFS, 'the app')
    this.fileSystem = new efs.FileSystem(this, 'FileSystem', {
      vpc,
      vpcSubnets: subnets,
      securityGroup: group,
      encrypted: true,
      // Its policy refuses whoever comes without TLS or without a role.
      allowAnonymousAccess: false,
      enableAutomaticBackups: protect,
      removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.accessPoint = this.fileSystem.addAccessPoint('App', {
      path: '/app',
      posixUser: { uid: APP_USER, gid: APP_USER },
      createAcl: { ownerUid: APP_USER, ownerGid: APP_USER, permissions: '0750' },
    })
  }
}
