import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep, type CheckContext, type CommandContext, type Verdict } from '../../define.ts'
import { deploy, STACKS } from '../names.ts'
import { expectStack } from '../stacks.ts'

const choices = (images: string) => `-c retentionDays=7 -c image=${images}/uploads:2`
const NEXT = 'Run this step’s last command, with both -c.'

export default defineStep({
  title: 'Change it: what stays, and what is replaced',
  needs: ['deploy-service'],
  commands: ({ images }: CommandContext) => [
    `cdk diff Service ${choices(images)}`,
    deploy('Service', choices(images)),
  ],
  check: account =>
    allOf(
      () => expectStack(account, STACKS.Service, deploy('Service')),
      () => expectSameLogGroup(account),
      () => expectNewRevision(account),
    ),
  hints: [
    'The diff marks with [~] what is changed where it stands. For another it says “requires replacement”.',
    'A task definition cannot be changed. CloudFormation makes a new one, has the service use it, then takes the old one away.',
  ],
  solve: 'commands',
  timeout: '10m',
  reads: [
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
    'logs:DescribeLogGroups',
  ],
})

/** Changed where it stands: still of the name that it had before. */
async function expectSameLogGroup({ aws, out }: CheckContext): Promise<Verdict> {
  const logGroupName = out['deploy-service']?.['LogGroupName'] ?? ''
  const { logGroups = [] } = await aws.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
  )
  const group = logGroups.find(one => one.logGroupName === logGroupName)
  if (group?.retentionInDays === 7) return pass('The same log group keeps its lines for 7 days now.')
  return fail('retention', {
    title: 'The log group is as it was',
    expected: `${logGroupName} with a retention of 7 days`,
    observed: group ? `${group.retentionInDays ?? 'no'} days` : 'no such log group',
    next: NEXT,
  })
}

/** The service stays, and runs a task definition that is another. */
async function expectNewRevision({ aws, out }: CheckContext): Promise<Verdict> {
  const { ClusterName: cluster = '', ServiceName: service = '' } = out['deploy-service'] ?? {}
  const { services = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  const { taskDefinition } = services.find(({ status }) => status === 'ACTIVE') ?? {}
  if (!taskDefinition) {
    return fail('service-missing', {
      title: 'The service is gone',
      expected: `the service ${service}, which the stack made`,
      observed: 'none of that name is active',
      next: `What a stack has made, it alone should delete. Run \`cdk destroy Service --force\`, then \`${deploy('Service')}\`, and check the step before.`,
    })
  }
  const shown = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
  const image =
    shown.taskDefinition?.containerDefinitions?.find(({ name }) => name === 'app')?.image ?? 'none'
  if (image.endsWith('/uploads:2')) {
    return pass('The same service runs a new task definition, with version 2.')
  }
  return fail('version', {
    title: 'The service still runs the version of before',
    expected: 'a task definition with the image uploads:2',
    observed: image,
    next: NEXT,
  })
}
