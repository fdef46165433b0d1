import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectExecutionRole } from '../../assertions/expect-execution-role.ts'
import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, DOORS, ecsTag, LAB, LOG_GROUP, PORT, ROLE, tag } from '../names.ts'

const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
const tags = `--tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`

export default defineStep({
  title: 'Prepare cluster, role and doors',
  commands: () => [
    `aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`,
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
    `aws iam create-role --path /slipway/ --role-name ${ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${ROLE} --policy-arn ${policy}`,
    `aws ec2 create-security-group --group-name ${DOORS.balancer} --description 'Load balancer: port 80 from everywhere' ${tags}`,
    `aws ec2 authorize-security-group-ingress --group-name ${DOORS.balancer} --protocol tcp --port 80 --cidr 0.0.0.0/0`,
    `aws ec2 create-security-group --group-name ${DOORS.tasks} --description 'Tasks: port ${PORT} from the load balancer only' ${tags}`,
    `aws ec2 authorize-security-group-ingress --group-name ${DOORS.tasks} --protocol tcp --port ${PORT} --source-group ${DOORS.balancer}`,
  ],
  check: account =>
    allOf(
      () => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
      () => expectLogGroup(account, { name: LOG_GROUP, lab: LAB }),
      () => expectExecutionRole(account, { name: ROLE, lab: LAB }),
      () => expectDefaultNetwork(account),
      async ({ vpcId = '' }) => {
        const from = { cidr: '0.0.0.0/0' }
        const wanted = { name: DOORS.balancer, vpcId, port: 80, from, lab: LAB }
        const verdict = await expectSecurityGroup(account, wanted)
        if (verdict.status !== 'pass') return verdict
        const { securityGroupId: balancerGroupId = '' } = verdict.outputs
        return pass(verdict.observed, { balancerGroupId }, verdict.made)
      },
      async ({ vpcId = '', balancerGroupId = '' }) => {
        const from = { groupId: balancerGroupId }
        const wanted = { name: DOORS.tasks, vpcId, port: PORT, from, lab: LAB }
        const verdict = await expectSecurityGroup(account, wanted)
        if (verdict.status !== 'pass') return verdict
        const { securityGroupId: tasksGroupId = '' } = verdict.outputs
        return pass(verdict.observed, { tasksGroupId }, verdict.made)
      },
    ),
  hints: [
    'These are the parts of every service behind a load balancer; the lab of that name explains each.',
    'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
    'The tasks’ door is open to the load balancer’s group only, not to an address.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'ecs:DescribeClusters',
    'logs:DescribeLogGroups',
    'logs:ListTagsForResource',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
})
