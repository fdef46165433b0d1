import path from 'node:path'
import { expect, test } from 'vitest'
import { kebabCase, Services } from './services.ts'

test.each([
  ['CreateCluster', 'create-cluster'],
  ['DescribeDBInstances', 'describe-db-instances'],
  ['GetCallerIdentity', 'get-caller-identity'],
  ['ListTagsForResource', 'list-tags-for-resource'],
  ['DescribeVpcs', 'describe-vpcs'],
])('%s is in %s.ts', (name, file) => {
  expect(kebabCase(name)).toBe(file)
})

test('services and their operations are found by name', async () => {
  const services = await Services.discover(path.join(import.meta.dirname, '..', 'services'))
  const sts = await services.bySigningName('sts')
  expect(sts?.model).toMatchObject({ version: '2011-06-15', protocol: { id: 'aws.protocols#awsQuery' } })
  expect(await sts?.operation('GetCallerIdentity')).toBeTypeOf('function')
  expect(await sts?.operation('DecodeAuthorizationMessage')).toBeUndefined()
  expect(await services.bySigningName('quicksight')).toBeUndefined()
  const ecs = await services.find(({ targetPrefix }) => targetPrefix === 'AmazonEC2ContainerServiceV20141113')
  expect(ecs?.id).toBe('ecs')
})

test('every operation file of every service is one that AWS has', async () => {
  const { readdirSync } = await import('node:fs')
  const services = await Services.discover(path.join(import.meta.dirname, '..', 'services'))
  const unknown: string[] = []
  for (const name of services.signingNames()) {
    const service = await services.bySigningName(name)
    if (!service) throw new Error(name)
    const files = new Set([...service.model.operations.keys()].map(operation => `${kebabCase(operation)}.ts`))
    const folder = path.join(services.directory, service.id, 'operations')
    unknown.push(
      ...readdirSync(folder)
        .filter(file => !file.includes('.test.') && !files.has(file))
        .map(file => `${service.id}/${file}`),
    )
  }
  expect(unknown).toEqual([])
})
