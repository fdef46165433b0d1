import { defineStep } from '../../define.ts'
import { deploy, STACKS } from '../names.ts'
import { expectStack } from '../stacks.ts'

export default defineStep({
  title: 'Synthesize, look, and deploy the network',
  needs: ['bootstrap'],
  commands: () => ['cdk synth --quiet', 'cdk diff Network', deploy('Network')],
  check: account => expectStack(account, STACKS.Network, deploy('Network')),
  hints: [
    'synth turns the program into templates, in the folder cdk.out. diff says what would change. deploy does it.',
    'Every line of the diff begins with a plus: nothing of it is there yet.',
  ],
  solve: 'commands',
  timeout: '10m',
  reads: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
})
