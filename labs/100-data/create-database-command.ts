import type { CommandContext } from '../define.ts'
import { DATABASE, tag } from './names.ts'

/** The command that creates the database behind this security group. */
export function createDatabase(
  { out }: CommandContext,
  {
    groupId = out['draw-doors']?.['databaseGroupId'],
    address = '--no-publicly-accessible',
  }: { groupId?: string | undefined; address?: string } = {},
): string {
  return [
    'aws rds create-db-instance --db-instance-identifier shop --engine mariadb --db-instance-class db.t4g.micro --allocated-storage 20',
    `--db-name ${DATABASE} --master-username shop --manage-master-user-password --db-subnet-group-name shop`,
    `--vpc-security-group-ids ${groupId} ${address} --tags ${tag}`,
  ].join(' ')
}
