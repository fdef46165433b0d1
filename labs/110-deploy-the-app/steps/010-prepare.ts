import { expectClusterActive } from '../../assertions/expect-cluster-active.ts'
import { expectDefaultNetwork } from '../../assertions/expect-default-network.ts'
import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep, type CheckContext } from '../../define.ts'
import { CLUSTER, ecsTag, LAB, LOG_GROUP, PORT, tag } from '../names.ts'

const tags = `--tag-specifications 'ResourceType=security-group,Tags=[{${tag}}]'`
const door = (name: string, what: string) =>
  `aws ec2 create-security-group --group-name ${name} --description '${what}' ${tags}`
const open = (name: string, port: number, from: string) =>
  `aws ec2 authorize-security-group-ingress --group-name ${name} --protocol tcp --port ${port} ${from}`

export default defineStep({
  title: 'Prepare the place: doors, cluster, log group',
  commands: () => [
    door('app-alb', 'Load balancer: port 80 from everywhere'),
    open('app-alb', 80, '--cidr 0.0.0.0/0'),
    door('app-tasks', `Tasks: port ${PORT} from the load balancer only`),
    open('app-tasks', PORT, '--source-group app-alb'),
    door('app-database', 'Database: port 3306 from the tasks only'),
    open('app-database', 3306, '--source-group app-tasks'),
    door('app-files', 'File system: port 2049 from the tasks only'),
    open('app-files', 2049, '--source-group app-tasks'),
    `aws ecs create-cluster --cluster-name ${CLUSTER} --tags ${ecsTag}`,
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
  ],
  check: account =>
    allOf(
      () => expectDefaultNetwork(account),
      expectDoor(account, 'app-alb', 80, 'balancerGroupId'),
      expectDoor(account, 'app-tasks', PORT, 'tasksGroupId', 'balancerGroupId'),
      expectDoor(account, 'app-database', 3306, 'databaseGroupId', 'tasksGroupId'),
      expectDoor(account, 'app-files', 2049, 'filesGroupId', 'tasksGroupId'),
      () => expectClusterActive(account, { name: CLUSTER, lab: LAB }),
      () => expectLogGroup(account, { name: LOG_GROUP, lab: LAB }),
    ),
  hints: [
    'Four doors, one behind the other: the internet, the load balancer, the tasks, the data.',
    'MariaDB listens on 3306, EFS on 2049, the port of NFS. Both let in whoever stands behind app-tasks.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
    'ecs:DescribeClusters',
    'logs:DescribeLogGroups',
    'logs:ListTagsForResource',
  ],
})

/** One door, whose id goes on under `output`; open to everyone, or to the door before it. */
function expectDoor(account: CheckContext, name: string, port: number, output: string, before?: string) {
  return async (outputs: Record<string, string>) => {
    const { vpcId = '' } = outputs
    const from = before ? { groupId: outputs[before] ?? '' } : { cidr: '0.0.0.0/0' }
    const verdict = await expectSecurityGroup(account, { name, vpcId, port, from, lab: LAB })
    if (verdict.status !== 'pass') return verdict
    return pass(verdict.observed, { [output]: verdict.outputs['securityGroupId'] ?? '' }, verdict.made)
  }
}
