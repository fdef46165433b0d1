import { defineMistake } from '../../define.ts'
import { createDatabase } from '../create-database-command.ts'

export default defineMistake({
  title: 'The database stands behind the door for files',
  step: 'create-database',
  commands: context => [createDatabase(context, { groupId: context.out['draw-doors']?.['filesGroupId'] })],
  expect: {
    status: 'fail',
    reason: 'database-security-group',
    next: /aws rds modify-db-instance --db-instance-identifier shop --apply-immediately --vpc-security-group-ids sg-\w+`$/,
  },
  // RDS changes nothing before it is available; `aws rds wait` would look every half minute only.
  mend: (_context, named) => [
    `until [ "$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].DBInstanceStatus' --output text)" = available ]; do sleep 1; done`,
    ...named,
  ],
})
