import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectExecutionRole } from '../../assertions/expect-execution-role.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, DOOR, ecsTag, LAB, PORTS, ROLE, tag } from '../names.ts'

const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
const from = { cidr: '0.0.0.0/0' }

export default defineStep({
  title: 'Prepare cluster, role and door',
  commands: () => [
    `aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`,
    `aws iam create-role --path /slipway/ --role-name ${ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${ROLE} --policy-arn ${policy}`,
    `aws ec2 create-security-group --group-name ${DOOR} --description 'Task: ports ${PORTS.web} and ${PORTS.admin}' --tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`,
    `aws ec2 authorize-security-group-ingress --group-name ${DOOR} --protocol tcp --port ${PORTS.web}-${PORTS.admin} --cidr 0.0.0.0/0`,
  ],
  check: account =>
    allOf(
      () => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
      () => expectExecutionRole(account, { name: ROLE, lab: LAB }),
      () => expectDefaultNetwork(account),
      ({ vpcId = '' }) =>
        expectSecurityGroup(account, { name: DOOR, vpcId, port: PORTS.web, from, lab: LAB }),
      async ({ vpcId = '' }) => {
        const wanted = { name: DOOR, vpcId, port: PORTS.admin, from, lab: LAB }
        const verdict = await expectSecurityGroup(account, wanted)
        return verdict.status === 'pass' ? { ...verdict, observed: '', made: [] } : verdict
      },
    ),
  hints: [
    'These are the parts that every task needs; the lab “Your first Fargate task” explains each.',
    'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
    `A rule may open several ports at once: ${PORTS.web}-${PORTS.admin}.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'ecs:DescribeClusters',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
})
