import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { PrivateEgress } from '../constructs/private-egress.ts'
import type { Context } from '../context.ts'

export interface NetworkStackProps extends StackProps {
  readonly context: Pick<Context, 'zones' | 'egress' | 'natGateways'>
}

/** The VPC: in each zone a public subnet for the load balancer, one for tasks, and one for data; and who may speak to whom. */
export class NetworkStack extends Stack {
  readonly vpc: ec2.Vpc
  /** Where tasks run: behind NAT, or with nothing but endpoints. */
  readonly taskSubnets: ec2.SubnetSelection = { subnetGroupName: 'tasks' }
  /** Where database and mount targets are: no way out at all. */
  readonly dataSubnets: ec2.SubnetSelection = { subnetGroupName: 'data' }
  /** The only group that is open to the world. */
  readonly loadBalancerGroup: ec2.SecurityGroup
  /** What the tasks are in; database and file system let it in. */
  readonly taskGroup: ec2.SecurityGroup

  constructor(scope: Construct, id: string, { context, ...props }: NetworkStackProps) {
    super(scope, id, { ...props, description: 'Network of the uploads app' })
    const { zones, egress, natGateways } = context
    const nat = egress === 'nat'
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      // By number, so that the same template serves every account, and no lookup is needed.
      availabilityZones: Array.from({ length: zones }, (_, index) => Fn.select(index, Fn.getAzs())),
      natGateways: nat ? natGateways : 0,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        {
          name: 'tasks',
          subnetType: nat ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED,
          cidrMask: 22,
        },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    })
    this.loadBalancerGroup = new ec2.SecurityGroup(this, 'LoadBalancerGroup', {
      vpc: this.vpc,
      description: 'Load balancer of the uploads app: open to the world',
      allowAllOutbound: false,
    })
    this.taskGroup = new ec2.SecurityGroup(this, 'TaskGroup', {
      vpc: this.vpc,
      description: 'Tasks of the uploads app: reached by the load balancer only',
    })
    const { cost } = new PrivateEgress(this, 'Egress', {
      vpc: this.vpc,
      egress,
      zones,
      natGateways,
      clients: this.taskGroup,
    })
    new CfnOutput(this, 'EgressCost', {
      value: cost,
      description: 'On-demand price in eu-west-1, before tax',
    })
    acknowledge(this.vpc, {
      VPC7: 'Flow logs cost by the GB and hold addresses of visitors; the app logs each request. Turn them on where you must.',
    })
    acknowledge(this.loadBalancerGroup, {
      EC23: 'The load balancer serves the public; nothing else is open to it.',
    })
  }
}
