import {
  DBInstanceNotFoundFault,
  DBParameterGroupNotFoundFault,
  DBSnapshotNotFoundFault,
  DBSubnetGroupNotFoundFault,
  InvalidDBInstanceStateFault,
} from '@aws-sdk/client-rds'
import { AwsError } from '../../operation.ts'

type ModelledException<T> = new (options: { message: string; $metadata: object }) => T

/** One of the service's modelled faults; the SDK's classes want metadata that only clients have. */
export function exception<T>(Type: ModelledException<T>, message: string): T {
  return new Type({ message, $metadata: {} })
}

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message)
export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombination', message)
export const instanceNotFound = (id: string) =>
  exception(DBInstanceNotFoundFault, `DBInstance ${id} not found.`)
export const snapshotNotFound = (id: string) =>
  exception(DBSnapshotNotFoundFault, `DBSnapshot not found: ${id}`)
export const subnetGroupNotFound = (name: string) =>
  exception(DBSubnetGroupNotFoundFault, `DB subnet group '${name}' does not exist.`)
export const parameterGroupNotFound = (name: string) =>
  exception(DBParameterGroupNotFoundFault, `DBParameterGroup not found: ${name}`)
export const invalidState = (message: string) => exception(InvalidDBInstanceStateFault, message)

/** What AWS has and the practice account has not. */
export const notThere = (what: string, instead: string) =>
  new AwsError('NotImplemented', `The practice account has no ${what}. ${instead}`, 501)

/** The identifier as RDS keeps it, in lower case. Throws InvalidParameterValue. */
export function checkedIdentifier(member: string, id: string | undefined): string {
  const shape = /^[a-z](?!.*--)[a-z0-9-]{0,62}$/
  const name = (id ?? '').toLowerCase()
  if (!shape.test(name) || name.endsWith('-')) {
    throw invalidValue(
      `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
    )
  }
  return name
}
