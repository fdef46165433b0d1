import type {
  CreateTargetGroupInput,
  ModifyTargetGroupInput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Scope } from '../../store/store.ts'
import { checkOneOf, checkRange, noTargetGroup, validationError } from './errors.ts'
import { parseMatcher } from './matcher.ts'
import { balancing, loadBalancersOf } from './store.ts'
import type { TargetGroupDocument } from './store.ts'

/** Throws TargetGroupNotFound. */
export function storedTargetGroup(scope: Scope, arn: string | undefined): TargetGroupDocument {
  const found = balancing(scope).targetGroups.get(arn ?? '')
  if (!found) throw noTargetGroup(scope, arn ?? '')
  return found
}

/** As DescribeTargetGroups shows it. */
export function shownTargetGroup(scope: Scope, document: TargetGroupDocument): TargetGroup {
  const { attributes: _attributes, tags: _tags, ...shown } = document
  return { ...shown, LoadBalancerArns: loadBalancersOf(scope, document.TargetGroupArn) }
}

type HealthCheck = Pick<
  TargetGroupDocument,
  | 'HealthCheckEnabled'
  | 'HealthCheckPath'
  | 'HealthCheckPort'
  | 'HealthCheckProtocol'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>

/** The health check of a new target group: what the request says over AWS's defaults. */
export function newHealthCheck(input: CreateTargetGroupInput): HealthCheck {
  const isHttp = input.Protocol === 'HTTP' || input.Protocol === 'HTTPS'
  const protocol = input.HealthCheckProtocol ?? (isHttp ? input.Protocol : 'TCP') ?? 'HTTP'
  const overHttp = protocol === 'HTTP' || protocol === 'HTTPS'
  return checkHealthCheck({
    HealthCheckEnabled: true,
    HealthCheckProtocol: protocol,
    HealthCheckPort: input.HealthCheckPort ?? 'traffic-port',
    HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? 30,
    HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? standardTimeout(protocol, isHttp),
    HealthyThresholdCount: input.HealthyThresholdCount ?? 5,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? 2,
    ...(overHttp && {
      HealthCheckPath: input.HealthCheckPath ?? '/',
      Matcher: input.Matcher?.HttpCode ? input.Matcher : { HttpCode: isHttp ? '200' : '200-399' },
    }),
  })
}

function standardTimeout(protocol: string, isHttp: boolean): number {
  if (protocol !== 'HTTP') return 10
  return isHttp ? 5 : 6
}

/** The health check of a target group after ModifyTargetGroup. */
export function changedHealthCheck(group: TargetGroupDocument, input: ModifyTargetGroupInput): HealthCheck {
  return checkHealthCheck({
    HealthCheckEnabled: true,
    HealthCheckProtocol: input.HealthCheckProtocol ?? group.HealthCheckProtocol,
    HealthCheckPort: input.HealthCheckPort ?? group.HealthCheckPort,
    HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? group.HealthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? group.HealthCheckTimeoutSeconds,
    HealthyThresholdCount: input.HealthyThresholdCount ?? group.HealthyThresholdCount,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? group.UnhealthyThresholdCount,
    ...((input.HealthCheckPath ?? group.HealthCheckPath) && {
      HealthCheckPath: input.HealthCheckPath ?? group.HealthCheckPath,
    }),
    ...((input.Matcher ?? group.Matcher) && { Matcher: input.Matcher ?? group.Matcher }),
  })
}

function checkHealthCheck(check: HealthCheck): HealthCheck {
  checkOneOf(check.HealthCheckProtocol, 'healthCheckProtocol', ['HTTP', 'HTTPS', 'TCP'])
  checkRange(check.HealthCheckIntervalSeconds, 'healthCheckIntervalSeconds', 5, 300)
  checkRange(check.HealthCheckTimeoutSeconds, 'healthCheckTimeoutSeconds', 2, 120)
  checkRange(check.HealthyThresholdCount, 'healthyThresholdCount', 2, 10)
  checkRange(check.UnhealthyThresholdCount, 'unhealthyThresholdCount', 2, 10)
  if (check.HealthCheckTimeoutSeconds >= check.HealthCheckIntervalSeconds) {
    throw validationError('Health check interval must be greater than the timeout')
  }
  const port = check.HealthCheckPort
  if (port !== 'traffic-port' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    throw validationError(`Health check port '${port}' must be 'traffic-port' or a port from 1 to 65535`)
  }
  const path = check.HealthCheckPath
  if (path !== undefined && (!path.startsWith('/') || path.length > 1024 || /[^\x21-\x7e]/.test(path))) {
    throw validationError(`Health check path '${path}' must begin with '/' and have 1024 characters at most`)
  }
  if (check.Matcher) parseMatcher(check.Matcher.HttpCode)
  return check
}
