import type { WithoutEffect } from '../../gateway/service.ts'

const listener = {
  'SslPolicy, Certificates, AlpnPolicy, MutualAuthentication': 'there are no HTTPS and TLS listeners yet',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateListener: listener,
  CreateLoadBalancer: {
    IpAddressType: 'kept, shown: listeners are on IPv4',
    CustomerOwnedIpv4Pool: 'there are no Outposts',
    'EnablePrefixForIpv6SourceNat, IpamPools': 'there are no address pools',
  },
  CreateTargetGroup: { TargetControlPort: 'there is no target optimizer' },
  DescribeTargetHealth: { Include: 'anomaly detection and administrative overrides are not there' },
  ModifyListener: listener,
  ModifyLoadBalancerAttributes: {
    'access_logs.*, connection_logs.*, health_check_logs.*': 'kept, shown: there is no S3 to write logs to',
    'client_keep_alive.seconds': 'kept, shown: connections of clients end when they are idle',
    'ipv6.deny_all_igw_traffic': 'kept, shown: listeners are on IPv4',
    'load_balancing.cross_zone.enabled, dns_record.client_routing_policy, zonal_shift.config.enabled':
      'kept, shown: every node reaches every zone',
    'secondary_ips.auto_assigned.per_subnet': 'kept, shown: nodes have one address',
    'routing.http.desync_mitigation_mode, routing.http.drop_invalid_header_fields.enabled':
      'kept, shown: what is ambiguous is always refused',
    'routing.http.preserve_host_header.enabled': 'kept, shown: the Host header always passes as it is',
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'kept, shown: there are no HTTPS listeners',
    'routing.http2.enabled': 'kept, shown: clients are served HTTP/1.1',
    'waf.fail_open.enabled': 'kept, shown: there is no WAF',
  },
  ModifyRule: { ResetTransforms: 'there are no transforms' },
  ModifyTargetGroupAttributes: {
    'load_balancing.algorithm.anomaly_mitigation': 'kept, shown',
    'load_balancing.cross_zone.enabled': 'kept, shown: every node reaches every zone',
    'target_health_state.unhealthy.draining_interval_seconds':
      'kept, shown: connections to an unhealthy target end at once, or not at all',
    'target_group_health.*': 'kept, shown: requests go to unhealthy targets only when all are',
  },
  SetSecurityGroups: { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'there is no PrivateLink' },
  SetSubnets: { EnablePrefixForIpv6SourceNat: 'there are no address pools' },
}
