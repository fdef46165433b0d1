import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ExpectedService } from '../assertions/expect-service-stable.ts'
import { findService, primaryOf } from '../assertions/service-state.ts'
import { allOf, pass } from '../assertions/verdicts.ts'
import type { CheckContext, Outputs, Verdict } from '../define.ts'
import { type Case, CASE_READS, expectCaseOpen } from './case.ts'

/** Where the app of such a case says that it is well. */
export const HEALTH_CHECK_PATH = '/health'

/** The reads that `expectFrontCaseOpen` makes. */
export const FRONT_CASE_READS = [
  ...CASE_READS,
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeLoadBalancers',
]

/** A case whose service stands behind a load balancer. Gives `targetGroupArn`, `dnsName`, `tasksGroupId`, `balancerGroupId`, `vpcId`. */
export function expectFrontCaseOpen(account: CheckContext, { name, lab }: Case): Promise<Verdict> {
  return allOf(
    () => expectCaseOpen(account, { name, lab }),
    async () => {
      const service = await findService(account, { cluster: name, service: name })
      const { aws } = account
      const groups = await aws.elbv2.send(new DescribeTargetGroupsCommand({ Names: [name] }))
      const balancers = await aws.elbv2.send(new DescribeLoadBalancersCommand({ Names: [name] }))
      const [group] = groups.TargetGroups ?? []
      const [balancer] = balancers.LoadBalancers ?? []
      const network = service && primaryOf(service).networkConfiguration?.awsvpcConfiguration
      return pass('', {
        targetGroupArn: group?.TargetGroupArn ?? '',
        vpcId: group?.VpcId ?? '',
        dnsName: balancer?.DNSName ?? '',
        balancerGroupId: balancer?.SecurityGroups?.[0] ?? '',
        tasksGroupId: network?.securityGroups?.[0] ?? '',
      })
    },
  )
}

/** What the service of such a case must be like when it is repaired. */
export function frontService(out: Outputs, { name, lab }: Case): ExpectedService {
  const { targetGroupArn, tasksGroupId = '' } = out['open-case'] ?? {}
  return {
    ...{ cluster: name, service: name, container: 'web', port: 8080, healthCheckPath: HEALTH_CHECK_PATH },
    ...{ securityGroupId: tasksGroupId, tasks: 2, anyNetwork: true, lab },
    ...(targetGroupArn !== undefined && { targetGroupArn }),
  }
}
