import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { checkProperties } from '../engine/check-properties.ts'
import { loadTypeFile, typeFiles } from '../engine/resource-type.ts'

/* Every type beside CloudFormation's own schema of it, which the cdk command line carries. */

interface Schema {
  cloudFormationType: string
  attributes: Record<string, object>
  properties: Record<string, { causesReplacement?: 'yes' | 'no' | 'maybe'; required?: boolean }>
}

const folder = path.dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'))
const { schema } = JSON.parse(String(gunzipSync(readFileSync(path.join(folder, 'db.json.gz'))))) as {
  schema: { resource: { entities: Schema[] } }
}
const schemas = new Map(
  schema.resource.entities.map(one => [
    one.cloudFormationType.toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
    one,
  ]),
)
const types = await Promise.all(
  typeFiles()
    .filter(file => file !== 'custom' && file !== 'aws-cdk-metadata')
    .map(async file => ({
      file,
      type: await loadTypeFile(`${file}.ts`),
      of: schemas.get(file.replaceAll('-', '')),
    })),
)

/** Where the account differs, and why. */
const IN_PLACE: Readonly<Record<string, string>> = {
  'AWS::EC2::SubnetRouteTableAssociation.RouteTableId':
    'a subnet has one association: it is moved, as the docs say',
  'AWS::ECS::Service.DeploymentController': 'ECS changes it in place since 2025',
  'AWS::SecretsManager::SecretTargetAttachment.SecretId': 'its physical id is the secret’s: it moves with it',
}
const REPLACED: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC.InstanceTenancy': 'only from dedicated to default in place',
  'AWS::EC2::VPCGatewayAttachment.InternetGatewayId': 'detached and attached again',
  'AWS::IAM::Policy.PolicyName': 'put under its new name, then taken away under the old one',
  'AWS::Logs::LogGroup.LogGroupClass': 'a class cannot be changed by any operation',
  'AWS::RDS::DBInstance.Engine': 'no engine becomes another here',
  'AWS::RDS::DBInstance.AvailabilityZone': 'instances do not move',
  'AWS::RDS::DBInstance.EngineLifecycleSupport': 'no operation changes it',
}

test('there is a schema of every type', () => {
  expect(types.filter(({ of }) => !of).map(({ file }) => file)).toEqual([])
  expect(types.length).toBeGreaterThan(50)
})

test.each(types)('$file: its properties and attributes are CloudFormation’s own', ({ type, of }) => {
  const accepted = [...type.replaces, ...type.updates, ...Object.keys(type.withoutEffect ?? {})]
  expect(accepted.filter(name => !of?.properties[name])).toEqual([])
  expect((type.attributes ?? []).filter(name => !of?.attributes[name])).toEqual([])
  const required = Object.entries(of?.properties ?? {}).filter(([, property]) => property.required)
  expect(required.map(([name]) => name).filter(name => !type.required?.includes(name))).toEqual([])
})

test.each(types)('$file: replaces when CloudFormation does', ({ type, of }) => {
  const named = (name: string) => `${of?.cloudFormationType}.${name}`
  const replacing = (name: string) => of?.properties[name]?.causesReplacement ?? 'no'
  const inPlace = type.updates.filter(name => replacing(name) === 'yes' && !(named(name) in IN_PLACE))
  expect(inPlace).toEqual([])
  const replaced = type.replaces.filter(name => replacing(name) !== 'yes' && !(named(name) in REPLACED))
  expect(replaced).toEqual([])
})

test.each(types)('$file: properties that it has not are refused by name', ({ type, of }) => {
  const accepted = new Set([...type.replaces, ...type.updates, ...Object.keys(type.withoutEffect ?? {})])
  for (const name of Object.keys(of?.properties ?? {})) {
    if (accepted.has(name)) continue
    expect(() => checkProperties('One', type, { [name]: 'x' })).toThrow(
      `Properties validation failed for resource One with message: #: extraneous key [${name}] is not permitted`,
    )
  }
})
