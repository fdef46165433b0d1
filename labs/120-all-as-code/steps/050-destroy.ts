import { findStack } from '../../assertions/find-stack.ts'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { STACKS } from '../names.ts'

const DESTROY = 'cdk destroy --all --force'

export default defineStep({
  title: 'Take it all away',
  needs: ['deploy-service'],
  commands: () => [DESTROY],
  check: async account => {
    const stacks = await Promise.all(Object.values(STACKS).map(name => findStack(account, name)))
    const standing = stacks.filter(stack => stack !== undefined)
    const [first] = standing
    if (!first) return pass('The three stacks are gone, and with them all that they had made.')
    const deleting = standing.some(({ StackStatus }) => StackStatus === 'DELETE_IN_PROGRESS')
    const texts = {
      title: deleting ? 'CloudFormation still takes it away' : 'There are still stacks of this lab',
      expected: `none of ${Object.values(STACKS).join(', ')}`,
      observed: standing
        .map(({ StackName, StackStatus, StackStatusReason: why }) =>
          [`${StackName}: ${StackStatus}`, why].filter(Boolean).join(', '),
        )
        .join('. '),
    }
    if (deleting) {
      const next = 'Wait. Database and load balancer take longest.'
      return waiting('stack-in-progress', { ...texts, next, retryAfterSeconds: 10, aboutSeconds: 300 })
    }
    return fail('stack-left', { ...texts, next: `Run \`${DESTROY}\`, and wait for its end.` })
  },
  hints: [
    'In the reverse order: nobody may lose what they still need.',
    'A bucket with objects cannot be deleted. A small function of the stack empties it first.',
  ],
  solve: 'commands',
  timeout: '20m',
  reads: ['cloudformation:DescribeStacks'],
})
