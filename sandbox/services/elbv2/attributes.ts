import { notImplemented, validationError } from './errors.ts'

interface Attribute {
  Key?: string | undefined
  Value?: string | undefined
}

/** Target group attributes of an Application Load Balancer and their defaults. */
export const TARGET_GROUP_DEFAULTS: Record<string, string> = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
}

/** Load balancer attributes of an Application Load Balancer and their defaults. */
export const LOAD_BALANCER_DEFAULTS: Record<string, string> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'connection_logs.s3.enabled': 'false',
  'connection_logs.s3.bucket': '',
  'connection_logs.s3.prefix': '',
  'health_check_logs.s3.enabled': 'false',
  'health_check_logs.s3.bucket': '',
  'health_check_logs.s3.prefix': '',
  'client_keep_alive.seconds': '3600',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'ipv6.deny_all_igw_traffic': 'false',
  'load_balancing.cross_zone.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
}

/** Attributes of a target group behind a Network Load Balancer and their defaults, for targets by IP address. */
const NETWORK_TARGET_GROUP_DEFAULTS: Record<string, string> = {
  'deregistration_delay.timeout_seconds': '300',
  'deregistration_delay.connection_termination.enabled': 'false',
  'stickiness.enabled': 'false',
  'stickiness.type': 'source_ip',
  'preserve_client_ip.enabled': 'false',
  'proxy_protocol_v2.enabled': 'false',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'target_health_state.unhealthy.connection_termination.enabled': 'true',
  'target_health_state.unhealthy.draining_interval_seconds': '0',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
}

/** Attributes of a Network Load Balancer and their defaults. */
const NETWORK_LOAD_BALANCER_DEFAULTS: Record<string, string> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'dns_record.client_routing_policy': 'any_availability_zone',
  'ipv6.deny_all_igw_traffic': 'false',
  'load_balancing.cross_zone.enabled': 'false',
  'secondary_ips.auto_assigned.per_subnet': '0',
  'zonal_shift.config.enabled': 'false',
}

/** The attributes that a load balancer of this type has, with their defaults. */
export function loadBalancerDefaults({ Type }: { Type: string }): Record<string, string> {
  return Type === 'network' ? NETWORK_LOAD_BALANCER_DEFAULTS : LOAD_BALANCER_DEFAULTS
}

/** The attributes that a target group of this protocol has, with their defaults. */
export function targetGroupDefaults({ Protocol }: { Protocol?: string | undefined }): Record<string, string> {
  return Protocol === 'HTTP' || Protocol === 'HTTPS' ? TARGET_GROUP_DEFAULTS : NETWORK_TARGET_GROUP_DEFAULTS
}

/** The attributes that a listener of this protocol has, with their defaults. */
export function listenerDefaults({ Protocol }: { Protocol: string }): Record<string, string> {
  return Protocol === 'TCP' ? TCP_LISTENER_DEFAULTS : HTTP_LISTENER_DEFAULTS
}

const TCP_LISTENER_DEFAULTS: Record<string, string> = { 'tcp.idle_timeout.seconds': '350' }

const HTTP_LISTENER_DEFAULTS: Record<string, string> = { 'routing.http.response.server.enabled': 'true' }

/** Seconds that a deregistered target keeps its requests. */
export function deregistrationDelay(attributes: Record<string, string>): number {
  const name = 'deregistration_delay.timeout_seconds'
  return Number(attributes[name] ?? TARGET_GROUP_DEFAULTS[name])
}

/** Attributes whose values have a range, in seconds unless it says otherwise. */
const RANGES: Record<string, [least: number, most: number]> = {
  'deregistration_delay.timeout_seconds': [0, 3600],
  'stickiness.lb_cookie.duration_seconds': [1, 604_800],
  'stickiness.app_cookie.duration_seconds': [1, 604_800],
  'slow_start.duration_seconds': [0, 900],
  'idle_timeout.timeout_seconds': [1, 4000],
  'client_keep_alive.seconds': [60, 604_800],
  'tcp.idle_timeout.seconds': [60, 6000],
  'target_health_state.unhealthy.draining_interval_seconds': [0, 360_000],
}

const CHOICES: Record<string, string[]> = {
  'stickiness.type': ['lb_cookie', 'app_cookie'],
  'load_balancing.algorithm.type': ['round_robin', 'least_outstanding_requests', 'weighted_random'],
  'load_balancing.algorithm.anomaly_mitigation': ['on', 'off'],
  'routing.http.desync_mitigation_mode': ['monitor', 'defensive', 'strictest'],
  'routing.http.xff_header_processing.mode': ['append', 'preserve', 'remove'],
}

/** Every attribute, the set ones over the defaults. */
export function shownAttributes(
  defaults: Record<string, string>,
  set: Record<string, string>,
): { Key: string; Value: string }[] {
  return Object.entries({ ...defaults, ...set }).map(([Key, Value]) => ({ Key, Value }))
}

/** The attributes after a Modify call. Throws ValidationError for a name or value that AWS does not know. */
export function changedAttributes(
  what: 'Load balancer' | 'Target group' | 'Listener',
  defaults: Record<string, string>,
  present: Record<string, string>,
  { Attributes }: { Attributes?: Attribute[] | undefined },
): Record<string, string> {
  if (!Attributes?.length) throw validationError('At least one attribute must be specified')
  const changed = { ...present }
  for (const { Key = '', Value = '' } of Attributes) {
    const standard = Object.hasOwn(defaults, Key) ? defaults[Key] : undefined
    if (standard === undefined) throw validationError(`${what} attribute key '${Key}' is not recognized`)
    checkValue(Key, Value, standard)
    refuseUnserved(Key, Value)
    changed[Key] = Value
  }
  return changed
}

function checkValue(key: string, value: string, standard: string): void {
  const range = RANGES[key]
  if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1])) {
    throw validationError(`'${key}' must be between '${range[0]}-${range[1]}' inclusive`)
  }
  const only = standard === 'source_ip' ? [standard] : undefined
  const choices =
    only ?? CHOICES[key] ?? (standard === 'true' || standard === 'false' ? ['true', 'false'] : undefined)
  if (choices && !choices.includes(value)) {
    throw validationError(`'${value}' is not valid for '${key}': it must be one of '${choices.join(', ')}'`)
  }
}

/** Throws for what AWS would do and the practice account does not: it would be believed otherwise. */
function refuseUnserved(key: string, value: string): void {
  const instead: Record<string, string> = {
    'proxy_protocol_v2.enabled': 'proxy protocol',
    'preserve_client_ip.enabled': "clients' addresses at targets of network load balancers",
    'routing.http.response.server.enabled': 'listeners without the Server header',
  }
  const what = instead[key]
  const isChanged = key.startsWith('routing') ? value === 'false' : value === 'true'
  if (what && isChanged) throw notImplemented(what, 'Leave the attribute at its default.')
}

/** The value of an attribute: what was set, or AWS's default. */
export function attribute(
  defaults: Record<string, string>,
  set: Record<string, string>,
  name: string,
): string {
  return set[name] ?? defaults[name] ?? ''
}
