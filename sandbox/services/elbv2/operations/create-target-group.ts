import { DuplicateTargetGroupNameException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { arn, hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../../ec2/default-vpc.ts'
import { checkOneOf, checkRange, exception, notImplemented, validationError } from '../errors.ts'
import { checkTargetGroupName } from '../names.ts'
import { balancing } from '../store.ts'
import type { TargetGroupDocument } from '../store.ts'
import { checkTags } from '../tags.ts'
import { newHealthCheck, shownTargetGroup } from '../target-groups.ts'

/** Makes a target group; the same request again answers the one that is there. */
export const createTargetGroup: Operation<CreateTargetGroupInput, CreateTargetGroupOutput> = (
  input,
  { scope },
) => {
  const { Name, Protocol, Port, VpcId, TargetType = 'instance', IpAddressType = 'ipv4' } = input
  checkTargetGroupName(Name)
  checkOneOf(TargetType, 'targetType', ['instance', 'ip', 'lambda', 'alb'])
  if (TargetType === 'lambda' || TargetType === 'alb') {
    throw notImplemented(`target groups of type '${TargetType}'`, 'Use ip.')
  }
  if (!Protocol) throw validationError('A protocol must be specified')
  checkOneOf(Protocol, 'protocol', ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE'])
  if (Port === undefined) throw validationError('A port must be specified')
  checkRange(Port, 'port', 1, 65535)
  if (!VpcId) throw validationError('A VPC ID must be specified')
  if (!network(scope).vpcs.has(VpcId)) throw validationError(`The VPC ID '${VpcId}' is not found`)
  const isHttp = Protocol === 'HTTP' || Protocol === 'HTTPS'
  if (input.HealthCheckEnabled === false) {
    throw validationError(
      `Health check enabled must be true for target groups with target type '${TargetType}'`,
    )
  }
  const version = input.ProtocolVersion ?? 'HTTP1'
  checkOneOf(version, 'protocolVersion', ['HTTP1', 'HTTP2', 'GRPC'])
  if (version !== 'HTTP1')
    throw notImplemented(`target groups of protocol version '${version}'`, 'Use HTTP1.')
  const TargetGroupArn = arn(scope, 'elasticloadbalancing', `targetgroup/${Name}/${hexId(16)}`)
  const document: TargetGroupDocument = {
    TargetGroupArn,
    TargetGroupName: Name,
    Protocol,
    Port,
    VpcId,
    ...newHealthCheck(input),
    TargetType,
    ...(isHttp && { ProtocolVersion: version }),
    IpAddressType,
    attributes: {},
    tags: checkTags(input.Tags),
  }
  const { targetGroups } = balancing(scope)
  const namesake = targetGroups.values().find(({ TargetGroupName }) => TargetGroupName === Name)
  if (namesake && settings(namesake) === settings(document)) {
    return { TargetGroups: [shownTargetGroup(scope, namesake)] }
  }
  if (namesake) {
    throw exception(
      DuplicateTargetGroupNameException,
      `A target group with the same name '${Name}' exists, but with different settings`,
    )
  }
  targetGroups.put(TargetGroupArn, document)
  return { TargetGroups: [shownTargetGroup(scope, document)] }
}

function settings({
  TargetGroupArn: _arn,
  tags: _tags,
  attributes: _attributes,
  ...rest
}: TargetGroupDocument) {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
}
