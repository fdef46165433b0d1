import type { CommandContext } from '../../define.ts'
import { defineStep } from '../../define.ts'
import { TOOLKIT } from '../names.ts'
import { expectStack } from '../stacks.ts'

const bootstrap = ({ accountId, region }: Pick<CommandContext, 'accountId' | 'region'>) =>
  `cdk bootstrap aws://${accountId}/${region}`

export default defineStep({
  title: 'Prepare the account for the CDK',
  commands: context => [bootstrap(context)],
  check: account => expectStack(account, TOOLKIT, bootstrap(account)),
  hints: [
    'Once for each account and region. It makes a bucket for templates and code, a repository for images, and roles.',
    'All of it is one CloudFormation stack. Done twice, it changes nothing.',
  ],
  solve: 'commands',
  timeout: '5m',
  reads: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
})
