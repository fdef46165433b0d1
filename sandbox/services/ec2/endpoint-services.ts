import type { ServiceDetail } from '@aws-sdk/client-ec2'
import { AwsError } from '../../operation.ts'
import { zonesOf } from './zones.ts'

/** Services that a VPC can reach without the internet, by gateway or by interface. */
const GATEWAY = ['dynamodb', 's3']
const INTERFACE = [
  'application-autoscaling',
  'cloudformation',
  'codebuild',
  'codedeploy',
  'dynamodb',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'ecs-agent',
  'ecs-telemetry',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'kms',
  'lambda',
  'logs',
  'monitoring',
  'rds',
  's3',
  'secretsmanager',
  'ssm',
  'ssmmessages',
  'sts',
]

export interface EndpointService {
  /** Such as `ecr.api`. */
  service: string
  /** Such as `com.amazonaws.eu-west-1.ecr.api`. */
  name: string
  type: 'Gateway' | 'Interface'
}

export function endpointServices(region: string): EndpointService[] {
  const named = (type: EndpointService['type']) => (service: string) => ({
    ...{ service, type },
    name: `com.amazonaws.${region}.${service}`,
  })
  return [...GATEWAY.map(named('Gateway')), ...INTERFACE.map(named('Interface'))]
}

/** Throws InvalidServiceName, or InvalidParameter when the service has no endpoints of that type. */
export function findEndpointService(region: string, name: string, type: string): EndpointService {
  const named = endpointServices(region).filter(service => service.name === name)
  if (named.length === 0) {
    throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`)
  }
  const found = named.find(service => service.type === type)
  if (found) return found
  throw new AwsError(
    'InvalidParameter',
    `Endpoint type (${type}) does not match available service types ([${named.map(s => s.type).join(', ')}]).`,
  )
}

/** The public name of the service's API, which private DNS leads to the endpoint. */
export function privateDnsOf({ service }: EndpointService, region: string): string {
  // The registry has a name for each account; everybody else's begins with the service.
  if (service === 'ecr.dkr') return `*.dkr.ecr.${region}.amazonaws.com`
  if (service === 'ecr.api') return `api.ecr.${region}.amazonaws.com`
  return `${service}.${region}.amazonaws.com`
}

/** As DescribeVpcEndpointServices shows it. */
export function shownEndpointService(region: string, service: EndpointService): ServiceDetail {
  const dns = privateDnsOf(service, region)
  return {
    ServiceName: service.name,
    ServiceType: [{ ServiceType: service.type }],
    ServiceRegion: region,
    AvailabilityZones: zonesOf(region).map(zone => zone.name),
    Owner: 'amazon',
    BaseEndpointDnsNames: [`${service.service}.${region}.vpce.amazonaws.com`],
    ...(service.type === 'Interface' && {
      PrivateDnsName: dns,
      PrivateDnsNames: [{ PrivateDnsName: dns }],
      PrivateDnsNameVerificationState: 'verified',
    }),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  }
}
