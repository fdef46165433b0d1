import * as efs from '@aws-sdk/client-efs'
import * as rds from '@aws-sdk/client-rds'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { functionInputs, seedFunctions } from './function-pages.ts'

/** What the lists of the data services want to be asked about, for the walk over every page. */
export const dataInputs: Record<string, object> = {
  ...functionInputs,
  ListSecretVersionIds: { SecretId: 'aa' },
  BatchGetSecretValue: { Filters: [{ Key: 'name', Values: ['!none'] }] },
  GetParameterHistory: { Name: 'aa' },
  GetParametersByPath: { Path: '/' },
  DescribeDBParameters: { DBParameterGroupName: 'aa' },
  DescribeOrderableDBInstanceOptions: { Engine: 'mysql' },
}

/** Makes several of each thing that the data services list; databases themselves are left to their own tests. */
export async function seedData(config: object, names: string[], subnets: string[]): Promise<void> {
  const secrets = new SecretsManagerClient(config)
  const parameters = new SSMClient(config)
  const files = new efs.EFSClient(config)
  const databases = new rds.RDSClient(config)
  await seedFunctions(config, names)
  for (const name of names) {
    await secrets.send(new CreateSecretCommand({ Name: name, SecretString: name }))
    await parameters.send(new PutParameterCommand({ Name: name, Value: name, Type: 'String' }))
    await parameters.send(
      new PutParameterCommand({ Name: 'aa', Value: name, Type: 'String', Overwrite: true }),
    )
    const Tags = names.map(Key => ({ Key, Value: name }))
    const { FileSystemId = '' } = await files.send(
      new efs.CreateFileSystemCommand({ CreationToken: name, Tags }),
    )
    dataInputs['DescribeTags'] = { FileSystemId }
    dataInputs['ListTagsForResource'] = { ResourceId: FileSystemId }
    dataInputs['DescribeMountTargets'] = { FileSystemId }
    await files.send(new efs.CreateAccessPointCommand({ ClientToken: name, FileSystemId }))
    await databases.send(
      new rds.CreateDBSubnetGroupCommand({
        DBSubnetGroupName: name,
        DBSubnetGroupDescription: name,
        SubnetIds: subnets,
      }),
    )
    await databases.send(
      new rds.CreateDBParameterGroupCommand({
        DBParameterGroupName: name,
        DBParameterGroupFamily: 'mysql8.0',
        Description: name,
      }),
    )
  }
}
