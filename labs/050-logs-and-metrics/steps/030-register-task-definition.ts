import { expectTaskDefinition } from '../../assertions/expect-task-definition.ts'
import { allOf, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { FAMILY, LAB, LOG_GROUP, PORTS, STREAM_PREFIX } from '../names.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineStep({
  title: 'Say where the lines go',
  needs: ['prepare'],
  commands: context => [registerTaskDefinition(context)],
  check: account => {
    const wanted = {
      family: FAMILY,
      image: '/web:1',
      executionRoleArn: account.out['prepare']?.executionRoleArn ?? '',
      logGroup: LOG_GROUP,
      streamPrefix: STREAM_PREFIX,
      lab: LAB,
    }
    return allOf(
      async () => {
        const verdict = await expectTaskDefinition(account, { ...wanted, container: 'web', port: PORTS.web })
        return verdict.status === 'pass' ? pass('') : verdict
      },
      () => expectTaskDefinition(account, { ...wanted, container: 'admin', port: PORTS.admin }),
    )
  },
  hints: [
    'Each container has a logConfiguration of its own; here both name the same group.',
    'With the driver awslogs go three options: the group, its region, and the prefix of the streams’ names.',
    'The two containers share one network, so they cannot listen on the same port: PORT tells each its own.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:ListTaskDefinitions', 'ecs:DescribeTaskDefinition'],
})
