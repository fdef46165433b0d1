import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LAB, PORT, tag } from '../names.ts'

const tags = `--tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`

export default defineStep({
  title: 'Draw the doors: two security groups',
  needs: ['create-cluster'],
  commands: () => [
    `aws ec2 create-security-group --group-name web-alb --description 'Load balancer: port 80 from everywhere' ${tags}`,
    'aws ec2 authorize-security-group-ingress --group-name web-alb --protocol tcp --port 80 --cidr 0.0.0.0/0',
    `aws ec2 create-security-group --group-name web-tasks --description 'Tasks: port ${PORT} from the load balancer only' ${tags}`,
    `aws ec2 authorize-security-group-ingress --group-name web-tasks --protocol tcp --port ${PORT} --source-group web-alb`,
  ],
  check: account =>
    allOf(
      () => expectDefaultNetwork(account),
      async ({ vpcId = '' }) => {
        const from = { cidr: '0.0.0.0/0' }
        const verdict = await expectSecurityGroup(account, {
          name: 'web-alb',
          vpcId,
          port: 80,
          from,
          lab: LAB,
        })
        if (verdict.status !== 'pass') return verdict
        const { securityGroupId: balancerGroupId = '' } = verdict.outputs
        return pass(verdict.observed, { balancerGroupId }, verdict.made)
      },
      async ({ vpcId = '', balancerGroupId = '' }) => {
        const from = { groupId: balancerGroupId }
        const verdict = await expectSecurityGroup(account, {
          name: 'web-tasks',
          vpcId,
          port: PORT,
          from,
          lab: LAB,
        })
        if (verdict.status !== 'pass') return verdict
        const { securityGroupId: tasksGroupId = '' } = verdict.outputs
        return pass(verdict.observed, { tasksGroupId }, verdict.made)
      },
    ),
  hints: [
    'A security group lets nothing in until a rule says so. So each needs two commands: one makes it, one opens it.',
    'A rule may name a security group as its source: then whoever stands behind that group gets in, whatever their address.',
    `The tasks listen on ${PORT}: open that port of web-tasks to --source-group web-alb.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
})
