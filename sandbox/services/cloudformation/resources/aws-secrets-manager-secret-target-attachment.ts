import { ResourceFailure } from '../engine/failure.ts'
import { text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** Writes into a database's secret how the database is reached. */
export const awsSecretsManagerSecretTargetAttachment: ResourceType = {
  replaces: [],
  updates: ['SecretId', 'TargetId', 'TargetType'],
  required: ['SecretId', 'TargetId', 'TargetType'],
  attributes: ['Id'],
  async create(work) {
    await attach(work)
    const physicalId = text(work.properties, 'SecretId')
    return { physicalId, attributes: { Id: physicalId } }
  },
  async update(change) {
    await attach(change)
    const physicalId = text(change.properties, 'SecretId')
    return { physicalId, attributes: { Id: physicalId } }
  },
  // The secret and the database go by themselves.
  remove: () => Promise.resolve(),
}

async function attach({ call, properties }: Work): Promise<void> {
  const { SecretId, TargetId: DBInstanceIdentifier, TargetType } = properties
  if (TargetType !== 'AWS::RDS::DBInstance') {
    const got = text(properties, 'TargetType')
    throw new ResourceFailure(
      `The practice account attaches secrets to AWS::RDS::DBInstance only, got ${got}.`,
      'InvalidRequest',
    )
  }
  const { DBInstances = [] } = await call<{ DBInstances?: Properties[] }>('rds', 'DescribeDBInstances', {
    DBInstanceIdentifier,
  })
  const { Engine, Endpoint, DBName } = DBInstances[0] ?? {}
  const { Address: host, Port: port } = (Endpoint ?? {}) as Properties
  const { SecretString = '{}' } = await call<{ SecretString?: string }>('secretsmanager', 'GetSecretValue', {
    SecretId,
  })
  const before = JSON.parse(SecretString) as Record<string, unknown>
  const dbname = DBName === undefined ? {} : { dbname: DBName }
  const after = {
    ...before,
    ...dbname,
    engine: Engine,
    port,
    dbInstanceIdentifier: DBInstanceIdentifier,
    host,
  }
  await call('secretsmanager', 'PutSecretValue', { SecretId, SecretString: JSON.stringify(after) })
}
