import {
  type CreateDBInstanceMessage,
  type CreateDBInstanceResult,
  DBInstanceAlreadyExistsFault,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { checkClass, checkedEngine, majorVersion, runningVersion } from '../engines.ts'
import { checkedIdentifier, exception, invalidCombination, invalidValue } from '../errors.ts'
import { shownInstance } from '../instances.ts'
import { checkPassword, keepPassword, newPassword, placeInstance, refuseFeatures } from '../new-instance.ts'
import { checkFamily, parameterGroup } from '../parameter-groups.ts'
import { serverProgram } from '../server/program.ts'
import { rds } from '../store.ts'

const STORAGE_TYPES = ['gp2', 'gp3', 'io1', 'io2', 'standard']

/** Makes an instance, and starts a real database server for it. */
export const createDBInstance: Operation<CreateDBInstanceMessage, CreateDBInstanceResult> = (
  input,
  context,
) => {
  const { scope } = context
  const id = checkedIdentifier('DBInstanceIdentifier', input.DBInstanceIdentifier)
  const engine = checkedEngine(input.Engine)
  const major = majorVersion(engine, input.EngineVersion)
  const instanceClass = checkClass(input.DBInstanceClass)
  refuseFeatures(input)
  const storageType = input.StorageType ?? 'gp3'
  const allocatedStorage = checkedStorage(engine, storageType, input.AllocatedStorage)
  const masterUsername = checkedUser(input.MasterUsername)
  const password = chosenPassword(input)
  const port = input.Port ?? 3306
  if (port < 1150 || port > 65_535) {
    throw invalidValue(`Invalid database port ${port}; expected 1150 to 65535.`)
  }
  const dbName = input.DBName
  if (dbName !== undefined && !/^[a-zA-Z]\w{0,63}$/.test(dbName)) {
    throw invalidValue(
      'DBName must begin with a letter and contain only alphanumeric characters and underscores, 64 at most.',
    )
  }
  const group = parameterGroup(scope, input.DBParameterGroupName ?? `default.${engine}${major}`)
  checkFamily(group, `${engine}${major}`)
  const retention = input.BackupRetentionPeriod ?? 1
  if (retention < 0 || retention > 35) {
    throw invalidValue(
      `Invalid backup retention period: ${retention}. Retention period must be between 0 and 35.`,
    )
  }
  if (rds(scope).instances.has(id)) {
    throw exception(DBInstanceAlreadyExistsFault, 'DB instance already exists')
  }
  const { version } = serverProgram()
  const instance = placeInstance(
    context,
    {
      id,
      engine,
      engineVersion: runningVersion(engine, version),
      instanceClass,
      masterUsername,
      ...(dbName !== undefined && { dbName }),
      allocatedStorage,
      storageType,
      ...(input.Iops !== undefined && { iops: input.Iops }),
      port,
      storageEncrypted: input.StorageEncrypted ?? false,
      parameterGroupName: group.name,
      backupRetentionPeriod: retention,
      pendingPassword: password,
    },
    input,
  )
  if (!input.ManageMasterUserPassword) return { DBInstance: shownInstance(scope, instance) }
  const secretArn = keepPassword(context, instance, password, input.MasterUserSecretKmsKeyId)
  rds(scope).instances.put(id, { ...instance, secretArn })
  return { DBInstance: shownInstance(scope, { ...instance, secretArn }) }
}

function checkedUser(name: string | undefined): string {
  if (name === undefined) {
    throw invalidValue('The parameter MasterUsername must be provided and must not be blank.')
  }
  if (!/^[a-zA-Z]\w{0,31}$/.test(name)) {
    throw invalidValue(
      'The parameter MasterUsername is not valid: it must begin with a letter and have 1 to 32 letters, digits or underscores.',
    )
  }
  if (/^(rdsadmin|mariadb|public)$/i.test(name)) {
    throw invalidValue(`MasterUsername ${name} cannot be used as it is a reserved word used by the engine`)
  }
  return name
}

function chosenPassword({ ManageMasterUserPassword, MasterUserPassword }: CreateDBInstanceMessage): string {
  if (ManageMasterUserPassword) {
    if (MasterUserPassword !== undefined) {
      throw invalidCombination(
        'You can specify MasterUserPassword or ManageMasterUserPassword, but not both.',
      )
    }
    return newPassword()
  }
  if (MasterUserPassword === undefined) {
    throw invalidValue('The parameter MasterUserPassword must be provided and must not be blank.')
  }
  checkPassword(MasterUserPassword)
  return MasterUserPassword
}

function checkedStorage(engine: string, type: string, size: number | undefined): number {
  if (!STORAGE_TYPES.includes(type)) throw invalidValue(`Invalid storage type: ${type}`)
  if (size === undefined) {
    throw invalidValue('The parameter AllocatedStorage must be provided and must not be blank.')
  }
  const least = type === 'standard' ? 5 : type.startsWith('io') ? 100 : 20
  if (size < least || size > 65_536) {
    throw invalidCombination(
      `Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`,
    )
  }
  return size
}
