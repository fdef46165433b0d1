import { Duration } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/** The port of the app inside its container. */
export const APP_PORT = 8080
/** The port on which a new version is tried before users get it. */
export const TEST_PORT = 9000

export interface FrontDoorProps {
  readonly vpc: ec2.IVpc
  readonly securityGroup: ec2.ISecurityGroup
  /** With one, production speaks HTTPS on 443, and 80 redirects to it. */
  readonly certificateArn?: string | undefined
  /** Addresses beside the VPC's own that may use the test listener. */
  readonly testFrom?: string | undefined
}

/**
 * The load balancer with a listener for users and one for tests, and two target groups: the version that serves is in one, the
 * one that comes in the other.
 */
export class FrontDoor extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer
  readonly blue: elbv2.ApplicationTargetGroup
  readonly green: elbv2.ApplicationTargetGroup
  readonly productionListener: elbv2.ApplicationListener
  readonly testListener: elbv2.ApplicationListener
  /** Address of the site. */
  readonly url: string
  private readonly vpc: ec2.IVpc

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id)
    const { vpc, securityGroup, certificateArn, testFrom } = props
    this.vpc = vpc
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      securityGroup,
      internetFacing: true,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      dropInvalidHeaderFields: true,
    })
    this.blue = this.targetGroup('Blue')
    this.green = this.targetGroup('Green')
    this.productionListener = this.loadBalancer.addListener('Production', {
      port: certificateArn ? 443 : 80,
      protocol: certificateArn ? elbv2.ApplicationProtocol.HTTPS : elbv2.ApplicationProtocol.HTTP,
      ...(certificateArn && {
        certificates: [elbv2.ListenerCertificate.fromArn(certificateArn)],
        sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS,
      }),
      open: true,
      defaultTargetGroups: [this.blue],
    })
    if (certificateArn) this.loadBalancer.addRedirect({ open: true })
    this.testListener = this.loadBalancer.addListener('Test', {
      port: TEST_PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      open: false,
      defaultTargetGroups: [this.green],
    })
    const testers = [ec2.Peer.ipv4(vpc.vpcCidrBlock), ...(testFrom ? [ec2.Peer.ipv4(testFrom)] : [])]
    for (const peer of testers)
      this.testListener.connections.allowDefaultPortFrom(peer, 'tests of a new version')
    this.url = `${certificateArn ? 'https' : 'http'}://${this.loadBalancer.loadBalancerDnsName}`
    acknowledge(this.loadBalancer, {
      ELB2: 'The app logs each request with its time and answer; access logs would be a second bucket to keep and to empty.',
    })
  }

  /** A rule for all paths on a listener, behind which both target groups hang, as ECS's own strategies want it. */
  ruleForBoth(
    listener: elbv2.ApplicationListener,
    first: elbv2.ApplicationTargetGroup,
  ): elbv2.ApplicationListenerRule {
    const other = first === this.blue ? this.green : this.blue
    return new elbv2.ApplicationListenerRule(this, `${listener.node.id}Rule`, {
      listener,
      priority: 1,
      conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
      action: elbv2.ListenerAction.weightedForward([
        { targetGroup: first, weight: 100 },
        { targetGroup: other, weight: 0 },
      ]),
    })
  }

  private targetGroup(id: string): elbv2.ApplicationTargetGroup {
    return new elbv2.ApplicationTargetGroup(this, id, {
      vpc: this.vpc,
      port: APP_PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targetType: elbv2.TargetType.IP,
      // Long enough for an upload to end, short enough for a deployment not to drag on.
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        // 200 only when database, files and bucket answer the app.
        path: '/health/ready',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    })
  }
}
