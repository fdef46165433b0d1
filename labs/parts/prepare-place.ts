import { expectClusterActive } from '../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../assertions/expect-default-network.ts'
import { expectExecutionRole } from '../assertions/expect-execution-role.ts'
import { expectLogGroup } from '../assertions/expect-log-group.ts'
import { expectSecurityGroup } from '../assertions/expect-security-group.ts'
import { allOf, pass } from '../assertions/verdicts.ts'
import type { CheckContext, StepInput, Verdict } from '../define.ts'
import { type Place, PORT } from './place.ts'

const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'

/** The reads that `expectPlace` makes. */
const PLACE_READS = [
  'ecs:DescribeClusters',
  'logs:DescribeLogGroups',
  'logs:ListTagsForResource',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
]

/** The step `prepare`; the load balancer is to be reached on these ports. */
export function prepareStep(place: Place, ports: number[] = [80]): StepInput {
  return {
    title: 'Prepare cluster, role and doors',
    commands: () => preparePlace(place, ports),
    check: account => expectPlace(account, place, ports),
    hints: [
      'These are the parts of every service behind a load balancer; the lab of that name explains each.',
      'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
      ...ports
        .slice(1)
        .map(
          port =>
            `New is the second port of the load balancer, ${port}: the way to what is not yet for everybody.`,
        ),
    ],
    solve: 'commands',
    timeout: '1m',
    reads: PLACE_READS,
  }
}

/** Cluster, log group, execution role (out of trust-policy.json), and a door for the load balancer's ports and the tasks'. */
function preparePlace(
  { name, lab, ecsTag, tag, logGroup, executionRole, doors }: Place,
  ports: number[],
): string[] {
  const tags = `--tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`
  const open = (door: string, port: number, from: string) =>
    `aws ec2 authorize-security-group-ingress --group-name ${door} --protocol tcp --port ${port} ${from}`
  return [
    `aws ecs create-cluster --cluster-name ${name} --tags ${ecsTag}`,
    `aws logs create-log-group --log-group-name ${logGroup} --tags slipway-lab=${lab}`,
    `aws iam create-role --path /slipway/ --role-name ${executionRole} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${executionRole} --policy-arn ${EXECUTION_POLICY}`,
    `aws ec2 create-security-group --group-name ${doors.balancer} --description 'Load balancer: ports ${ports.join(' and ')} from everywhere' ${tags}`,
    ...ports.map(port => open(doors.balancer, port, '--cidr 0.0.0.0/0')),
    `aws ec2 create-security-group --group-name ${doors.tasks} --description 'Tasks: port ${PORT} from the load balancer only' ${tags}`,
    open(doors.tasks, PORT, `--source-group ${doors.balancer}`),
  ]
}

/** All that `preparePlace` makes. Gives `executionRoleArn`, `vpcId`, `subnetA`, `subnetB`, `balancerGroupId`, `tasksGroupId`. */
function expectPlace(account: CheckContext, place: Place, ports: number[]): Promise<Verdict> {
  const { name, lab, logGroup, executionRole, doors } = place
  return allOf(
    () => expectClusterActive(account, { name, lab }),
    () => expectLogGroup(account, { name: logGroup, lab }),
    () => expectExecutionRole(account, { name: executionRole, lab }),
    () => expectDefaultNetwork(account),
    ...ports.map(port => ({ vpcId = '' }: Record<string, string>) => {
      const wanted = { name: doors.balancer, vpcId, port, from: { cidr: '0.0.0.0/0' }, lab }
      return asOutput('balancerGroupId', expectSecurityGroup(account, wanted))
    }),
    ({ vpcId = '', balancerGroupId = '' }) => {
      const wanted = { name: doors.tasks, vpcId, port: PORT, from: { groupId: balancerGroupId }, lab }
      return asOutput('tasksGroupId', expectSecurityGroup(account, wanted))
    },
  )
}

async function asOutput(name: string, looking: Promise<Verdict>): Promise<Verdict> {
  const verdict = await looking
  if (verdict.status !== 'pass') return verdict
  return pass(verdict.observed, { [name]: verdict.outputs['securityGroupId'] ?? '' }, verdict.made)
}
