import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { DOOR, LAB, PORT, tag } from '../names.ts'

export default defineStep({
  title: 'Open a door for visitors',
  commands: () => [
    `aws ec2 create-security-group --group-name ${DOOR} --description 'Task: port ${PORT} from everywhere' --tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`,
    `aws ec2 authorize-security-group-ingress --group-name ${DOOR} --protocol tcp --port ${PORT} --cidr 0.0.0.0/0`,
  ],
  check: account =>
    allOf(
      () => expectDefaultNetwork(account),
      ({ vpcId = '' }) => {
        const from = { cidr: '0.0.0.0/0' }
        return expectSecurityGroup(account, { name: DOOR, vpcId, port: PORT, from, lab: LAB })
      },
    ),
  hints: [
    'A security group lets nothing in until a rule says so: one command makes it, another opens it.',
    `The web server listens on ${PORT}; 0.0.0.0/0 means every address there is.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
})
