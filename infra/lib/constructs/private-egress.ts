import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import { anHour, HOURLY } from '../prices.ts'

/** What a Fargate task asks of AWS before and while it runs; RDS and EFS are inside the VPC already. */
const INTERFACES = {
  EcrApi: ec2.InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Secrets: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
} as const

export interface PrivateEgressProps {
  readonly vpc: ec2.Vpc
  /** `nat`: anywhere; `endpoints`: to the AWS services that the app uses, and to nothing else. */
  readonly egress: 'nat' | 'endpoints'
  readonly zones: number
  readonly natGateways: number
  /** Who may use the endpoints. */
  readonly clients: ec2.ISecurityGroup
}

/**
 * The way of private subnets to AWS. A gateway endpoint to S3 is always there: it costs nothing and spares the NAT gateway's
 * fee a GB, for image layers too. With `endpoints`, tasks have no way to the internet, so nothing can be carried off to it.
 */
export class PrivateEgress extends Construct {
  /** What it costs while nothing goes through it, for people. */
  readonly cost: string

  constructor(scope: Construct, id: string, props: PrivateEgressProps) {
    super(scope, id)
    const { vpc, egress, zones, natGateways, clients } = props
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })
    if (egress === 'nat') {
      this.cost = `${natGateways} NAT: ${anHour(natGateways * HOURLY.natGateway)} and $0.048 a GB`
      return
    }
    const group = new ec2.SecurityGroup(this, 'Group', {
      vpc,
      description: 'Endpoints of AWS services: reached by the tasks only',
      allowAllOutbound: false,
    })
    group.addIngressRule(clients, ec2.Port.HTTPS, 'the app')
    for (const [name, service] of Object.entries(INTERFACES)) {
      vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnetGroupName: 'tasks' },
        securityGroups: [group],
        open: false,
      })
    }
    const count = Object.keys(INTERFACES).length * zones
    this.cost = `${count} endpoint addresses: ${anHour(count * HOURLY.interfaceEndpoint)} and $0.01 a GB`
  }
}
