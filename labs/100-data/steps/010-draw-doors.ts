import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { fail, allOf, pass } from '../../assertions/verdicts.ts'
import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2'
import { defineStep, type CheckContext } from '../../define.ts'
import { LAB, tag } from '../names.ts'

const tags = `--tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`
const door = (name: string, what: string) =>
  `aws ec2 create-security-group --group-name ${name} --description '${what}' ${tags}`
const open = (name: string, port: number) =>
  `aws ec2 authorize-security-group-ingress --group-name ${name} --protocol tcp --port ${port} --source-group shop-tasks`

export default defineStep({
  title: 'Draw the doors for the data',
  commands: () => [
    door('shop-tasks', 'Tasks: whoever may use the data'),
    door('shop-database', 'Database: port 3306 from the tasks only'),
    open('shop-database', 3306),
    door('shop-files', 'File system: port 2049 from the tasks only'),
    open('shop-files', 2049),
  ],
  check: account =>
    allOf(
      () => expectDefaultNetwork(account),
      ({ vpcId = '' }) => expectTasksGroup(account, vpcId),
      expectDoor(account, 'shop-database', 3306, 'databaseGroupId'),
      expectDoor(account, 'shop-files', 2049, 'filesGroupId'),
    ),
  hints: [
    'The first door lets nobody in. It is there to be named: the other two let in whoever stands behind it.',
    'MariaDB listens on 3306, EFS on 2049, the port of NFS.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
})

/** The door of the tasks needs no rule. */
async function expectTasksGroup({ aws, region, accountId }: CheckContext, vpcId: string) {
  const { SecurityGroups: [group] = [] } = await aws.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'group-name', Values: ['shop-tasks'] },
        { Name: 'vpc-id', Values: [vpcId] },
      ],
    }),
  )
  if (!group?.GroupId) {
    return fail('security-group-missing', {
      title: 'No security group shop-tasks yet',
      expected: 'a security group shop-tasks, for the tasks to come',
      observed: `no group of that name in ${vpcId}`,
      next: 'Run this step’s commands from the top.',
    })
  }
  return pass('The tasks have a door.', { tasksGroupId: group.GroupId }, [
    { type: 'ec2:security-group', id: `arn:aws:ec2:${region}:${accountId}:security-group/${group.GroupId}` },
  ])
}

/** A door that is open to the tasks, whose id goes on under `output`. */
function expectDoor(account: CheckContext, name: string, port: number, output: string) {
  return async ({ vpcId = '', tasksGroupId = '' }: Record<string, string>) => {
    const from = { groupId: tasksGroupId }
    const verdict = await expectSecurityGroup(account, { name, vpcId, port, from, lab: LAB })
    if (verdict.status !== 'pass') return verdict
    return pass(verdict.observed, { [output]: verdict.outputs['securityGroupId'] ?? '' }, verdict.made)
  }
}
