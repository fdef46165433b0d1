import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { type Fail, fail, pass, tagMissing, waiting } from './verdicts.ts'

export interface ExpectedDatabase {
  id: string
  /** Of the database that it begins with. */
  name: string
  securityGroupId: string
  lab: string
}

/** A database is available, private, behind its own security group, with a password that Secrets Manager keeps. Gives `databaseHost`, `secretArn`. */
export async function expectDatabase({ aws }: LabAccount, wanted: ExpectedDatabase): Promise<Verdict> {
  const { id, lab } = wanted
  const instance = await find()
  if (!instance) {
    return fail('database-missing', {
      title: 'No database yet',
      expected: `a DB instance ${id}`,
      observed: 'none of that name',
      next: 'Run this step’s commands. If AWS refused one, the last line of its answer names what does not fit.',
    })
  }
  const { DBInstanceArn: arn = '', DBInstanceStatus: status = '', Endpoint, MasterUserSecret } = instance
  const untagged = tagMissing(instance.TagList, {
    lab,
    what: `a DB instance ${id}`,
    command: `aws rds add-tags-to-resource --resource-name ${arn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  const wrong = wrongShape(instance, wanted)
  if (wrong) return wrong
  const databaseHost = Endpoint?.Address
  if (status !== 'available' || !databaseHost) {
    return waiting('database-creating', {
      title: 'The database is being made',
      expected: `the DB instance ${id} available`,
      observed: `its status is ${status}`,
      next: 'Wait: a machine is started, a disk is attached, a server is set up.',
      retryAfterSeconds: 10,
      aboutSeconds: 360,
    })
  }
  return pass(
    `The database answers at ${databaseHost}, port ${Endpoint.Port}, inside your network only. Its password is in ${MasterUserSecret?.SecretArn}.`,
    { databaseHost, secretArn: MasterUserSecret?.SecretArn ?? '' },
    [{ type: 'rds:db', id: arn }],
  )

  async function find() {
    try {
      const { DBInstances } = await aws.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))
      return DBInstances?.[0]
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}

/** What no waiting mends. */
function wrongShape(instance: DBInstance, { id, name, securityGroupId }: ExpectedDatabase): Fail | undefined {
  // Until it is available, RDS refuses changes.
  const when = instance.DBInstanceStatus === 'available' ? '' : ' as soon as it is available'
  const modify = `aws rds modify-db-instance --db-instance-identifier ${id} --apply-immediately`
  const anew = `Delete it: \`aws rds delete-db-instance --db-instance-identifier ${id} --skip-final-snapshot\`, wait until it is gone, and run this step’s commands again.`
  if (instance.DBInstanceStatus === 'failed') {
    return fail('database-failed', {
      title: 'The database could not be started',
      expected: `the DB instance ${id} available`,
      observed: 'its status is failed',
      next: `Why, its events say: \`aws rds describe-events --source-type db-instance --source-identifier ${id}\`. ${anew}`,
    })
  }
  if (instance.PubliclyAccessible) {
    return fail('database-public', {
      title: 'The database has a public address',
      expected: 'a database that only your own network reaches',
      observed: 'it is publicly accessible: its name leads there from the whole internet',
      next: `Take the address away${when}: \`${modify} --no-publicly-accessible\``,
    })
  }
  const groups = instance.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId) ?? []
  if (groups.length !== 1 || groups[0] !== securityGroupId) {
    return fail('database-security-group', {
      title: 'It stands behind another door',
      expected: `the security group ${securityGroupId}, which lets the tasks in`,
      observed: `its security groups are ${groups.join(', ')}`,
      next: `Give it the right one${when}: \`${modify} --vpc-security-group-ids ${securityGroupId}\``,
    })
  }
  if (!instance.MasterUserSecret?.SecretArn) {
    return fail('database-secret', {
      title: 'Nobody keeps its password',
      expected: 'a master password that Secrets Manager keeps',
      observed: 'a password that somebody has typed, and that only they know',
      next: `Let RDS make a new one and keep it${when}: \`${modify} --manage-master-user-password\``,
    })
  }
  if (instance.DBName !== name) {
    return fail('database-name', {
      title: instance.DBName ? 'It begins with another database' : 'The server has no database in it',
      expected: `a server that begins with the database ${name}, which the app will ask for`,
      observed: instance.DBName ? `the database ${instance.DBName}` : 'none: --db-name was left out',
      next: `It can be given at the start only. ${anew}`,
    })
  }
  return undefined
}
