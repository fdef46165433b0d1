import { defineMistake } from '../../define.ts'
import { createDatabase } from '../create-database-command.ts'

export default defineMistake({
  title: 'The database gets a public address',
  step: 'create-database',
  commands: context => [createDatabase(context, { address: '--publicly-accessible' })],
  expect: {
    status: 'fail',
    reason: 'database-public',
    next: /aws rds modify-db-instance --db-instance-identifier shop --apply-immediately --no-publicly-accessible`$/,
  },
  // RDS changes nothing before it is available; `aws rds wait` would look every half minute only.
  mend: (_context, named) => [
    `until [ "$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].DBInstanceStatus' --output text)" = available ]; do sleep 1; done`,
    ...named,
  ],
})
