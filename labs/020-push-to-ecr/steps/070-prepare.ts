import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectExecutionRole } from '../../assertions/expect-execution-role.ts'
import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, DOOR, ecsTag, LAB, LOG_GROUP, PORT, ROLE, tag } from '../names.ts'

const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'

export default defineStep({
  title: 'Prepare cluster, role, log and door',
  commands: () => [
    `aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`,
    `aws iam create-role --path /slipway/ --role-name ${ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${ROLE} --policy-arn ${policy}`,
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
    `aws ec2 create-security-group --group-name ${DOOR} --description 'Task: port ${PORT} from everywhere' --tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`,
    `aws ec2 authorize-security-group-ingress --group-name ${DOOR} --protocol tcp --port ${PORT} --cidr 0.0.0.0/0`,
  ],
  check: account =>
    allOf(
      () => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
      () => expectExecutionRole(account, { name: ROLE, lab: LAB }),
      () => expectLogGroup(account, { name: LOG_GROUP, lab: LAB }),
      () => expectDefaultNetwork(account),
      ({ vpcId = '' }) =>
        expectSecurityGroup(account, {
          name: DOOR,
          vpcId,
          port: PORT,
          from: { cidr: '0.0.0.0/0' },
          lab: LAB,
        }),
    ),
  hints: [
    'These are the parts that every task needs; the lab “Your first Fargate task” explains each.',
    'The role is who fetches the image: its policy has the ecr: actions that docker needed of you.',
    'trust-policy.json lies in the lab’s folder. If the command does not find it, the terminal is somewhere else.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'ecs:DescribeClusters',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
    'logs:DescribeLogGroups',
    'logs:ListTagsForResource',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
})
