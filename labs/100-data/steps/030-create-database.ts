import { expectDatabase } from '../../assertions/expect-database.ts'
import { defineStep } from '../../define.ts'
import { createDatabase } from '../create-database-command.ts'
import { DATABASE, LAB } from '../names.ts'

export default defineStep({
  title: 'Create the database',
  needs: ['draw-doors', 'create-subnet-group'],
  commands: context => [createDatabase(context)],
  check: account =>
    expectDatabase(account, {
      id: 'shop',
      name: DATABASE,
      securityGroupId: account.out['draw-doors']?.['databaseGroupId'] ?? '',
      lab: LAB,
    }),
  hints: [
    'Which software, how big a machine, how much disk, behind which door: that is a DB instance.',
    '--manage-master-user-password is instead of a password: RDS makes one up, and Secrets Manager keeps it.',
    'The command returns at once; then AWS takes some minutes, and the check waits with you.',
  ],
  solve: 'commands',
  timeout: '15m',
  reads: ['rds:DescribeDBInstances'],
})
