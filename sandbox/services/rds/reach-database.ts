import type { RealEndpoint } from '../../runtime/address-book.ts'
import type { Sandbox } from '../../operation.ts'
import { databaseEndpoints } from './real-endpoints.ts'

const NAME = /^[a-z0-9-]+\.[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com$/

/** Where the database of this endpoint name listens, or the sentence that says why there is no way to it; undefined for other names. */
export function reachDatabase(
  sandbox: Sandbox,
  name: string,
  port: number,
): RealEndpoint | string | undefined {
  if (!NAME.test(name)) return undefined
  const accounts = new Set(sandbox.store.scopes().map(({ accountId }) => accountId))
  const found = [...accounts]
    .flatMap(accountId => databaseEndpoints(sandbox, accountId))
    .find(endpoint => endpoint.name === name)
  if (!found) {
    return `The practice account knows no database '${name}'. Yours are listed by: aws rds describe-db-instances --query 'DBInstances[].Endpoint.Address'\n`
  }
  if (found.port !== port)
    return `Nothing listens on port ${port} of ${name}: the database's port is ${found.port}.\n`
  if (!found.open) {
    return `AWS would not let your machine in to ${name}, nor does the practice account: either it is not publicly accessible, or none of its security groups allows your address on port ${port}. Tasks in its VPC may still reach it. See: aws rds describe-db-instances --db-instance-identifier ${found.id} --query 'DBInstances[0].[PubliclyAccessible,VpcSecurityGroups]'\n`
  }
  return (
    found.real ??
    `${name} does not run now. See: aws rds describe-db-instances --db-instance-identifier ${found.id} --query 'DBInstances[0].DBInstanceStatus'\n`
  )
}
