import { expectListener } from '../../assertions/expect-listener.ts'
import { expectLoadBalancerActive } from '../../assertions/expect-load-balancer-active.ts'
import { expectDeregistrationDelay, expectTargetGroup } from '../../assertions/expect-target-group.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { HEALTH_CHECK_PATH, LAB, NAME, PORT, tag } from '../names.ts'

const SECONDS = 30
const targetGroupArn = `"$(aws elbv2 describe-target-groups --names ${NAME} --query 'TargetGroups[0].TargetGroupArn' --output text)"`
const loadBalancerArn = `"$(aws elbv2 describe-load-balancers --names ${NAME} --query 'LoadBalancers[0].LoadBalancerArn' --output text)"`

export default defineStep({
  title: 'Prepare the load balancer',
  needs: ['prepare'],
  commands: ({ out }) => {
    const { vpcId, subnetA, subnetB, balancerGroupId } = out['prepare'] ?? {}
    return [
      [
        `aws elbv2 create-target-group --name ${NAME} --protocol HTTP --port ${PORT} --target-type ip --vpc-id ${vpcId}`,
        `--health-check-path ${HEALTH_CHECK_PATH} --health-check-interval-seconds 10 --healthy-threshold-count 2 --tags ${tag}`,
      ].join(' '),
      `aws elbv2 modify-target-group-attributes --target-group-arn ${targetGroupArn} --attributes Key=deregistration_delay.timeout_seconds,Value=${SECONDS}`,
      `aws elbv2 create-load-balancer --name ${NAME} --subnets ${subnetA} ${subnetB} --security-groups ${balancerGroupId} --tags ${tag}`,
      `aws elbv2 create-listener --load-balancer-arn ${loadBalancerArn} --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=${targetGroupArn} --tags ${tag}`,
    ]
  },
  check: account => {
    const { vpcId = '', balancerGroupId = '' } = account.out['prepare'] ?? {}
    return allOf(
      () => expectTargetGroup(account, { name: NAME, vpcId, healthCheckPath: HEALTH_CHECK_PATH, lab: LAB }),
      ({ targetGroupArn = '' }) => expectDeregistrationDelay(account, { targetGroupArn, seconds: SECONDS }),
      () => expectLoadBalancerActive(account, { name: NAME, securityGroupId: balancerGroupId, lab: LAB }),
      ({ loadBalancerArn = '', targetGroupArn = '' }) =>
        expectListener(account, { loadBalancerArn, port: 80, targetGroupArn, lab: LAB }),
      async ({ loadBalancerArn = '', targetGroupArn = '' }) =>
        Promise.resolve(pass('', { resourceLabel: resourceLabelOf(loadBalancerArn, targetGroupArn) })),
    )
  },
  hints: [
    'Four commands: the list of those who answer, how long one that leaves is waited for, the load balancer, its listener.',
    'What stands in $( ) is run first, and what it prints takes its place: here the ARN of something by its name.',
    'When AWS has accepted the commands, the load balancer is still being started: its state goes from provisioning to active.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: [
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeTags',
  ],
})

/** `…:loadbalancer/app/kiosk/1` and `…:targetgroup/kiosk/2` → `app/kiosk/1/targetgroup/kiosk/2`. */
function resourceLabelOf(loadBalancerArn: string, targetGroupArn: string): string {
  return `${loadBalancerArn.split(':loadbalancer/')[1]}/${targetGroupArn.split(':').at(-1)}`
}
