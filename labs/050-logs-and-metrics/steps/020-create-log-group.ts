import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { defineStep } from '../../define.ts'
import { LAB, LOG_GROUP, RETENTION_IN_DAYS } from '../names.ts'

export default defineStep({
  title: 'Create a log group that forgets',
  commands: () => [
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
    `aws logs put-retention-policy --log-group-name ${LOG_GROUP} --retention-in-days ${RETENTION_IN_DAYS}`,
  ],
  check: account =>
    expectLogGroup(account, { name: LOG_GROUP, retentionInDays: RETENTION_IN_DAYS, lab: LAB }),
  hints: [
    'A log group is made without a retention; that is a second command.',
    'AWS takes certain numbers of days only, such as 1, 3, 5, 7, 14, 30.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
})
