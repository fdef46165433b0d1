import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { expect, test } from 'vitest'
import { faultOf } from '../gateway/fault.ts'
import { AwsError } from '../operation.ts'
import type { WireResponse } from './protocol.ts'
import { modelFor, readServiceModel } from './service-model.ts'
import { sample } from './testing/sample.ts'
import { sdkClient } from './testing/sdk-client.ts'

/* Every exception that a service models, thrown as an operation would, must come out of the SDK's client as the same. */

type Module = Record<string, unknown>
type Exception = [-3, namespace: string, name: string, traits: object, members: string[], schemas: unknown[]]

const load = () => import('@aws-sdk/client-cloudwatch')
const sides: [name: string, load: () => Promise<Module>, command: string, config?: object][] = [
  ['sts', () => import('@aws-sdk/client-sts'), 'GetCallerIdentity'],
  ['iam', () => import('@aws-sdk/client-iam'), 'ListUsers'],
  ['ecs', () => import('@aws-sdk/client-ecs'), 'ListClusters'],
  ['logs', () => import('@aws-sdk/client-cloudwatch-logs'), 'DescribeLogGroups'],
  ['elbv2', () => import('@aws-sdk/client-elastic-load-balancing-v2'), 'DescribeLoadBalancers'],
  ['efs', () => import('@aws-sdk/client-efs'), 'DescribeFileSystems'],
  ['s3', () => import('@aws-sdk/client-s3'), 'ListBuckets'],
  ['cloudwatch', load, 'ListDashboards'],
  ['cloudwatch in CBOR', load, 'ListDashboards', { protocol: AwsSmithyRpcV2CborProtocol }],
  ['cloudwatch as a form', load, 'ListDashboards', { protocol: AwsQueryProtocol }],
]

for (const [name, loadModule, command, config] of sides) {
  test(`every exception of ${name} reaches the client as it was thrown`, async () => {
    const module = await loadModule()
    const all = Object.values(module).filter(isException)
    // Clients cannot tell apart what AWS gives one code on the wire: CloudWatch's two of ResourceNotFound.
    const exceptions = all.filter(one => all.filter(other => codeOf(other) === codeOf(one)).length === 1)
    expect(exceptions.length).toBeGreaterThan(3)
    for (const exception of exceptions) {
      const { members, error } = thrown(exception, module)
      const got = await refused(module, command, config, error)
      expect(got, exception[2]).toMatchObject({
        name: error.name,
        message: 'no <such> thing & more',
        ...members,
      })
    }
  })

  test(`a code that ${name} does not model reaches the client by name`, async () => {
    const module = await loadModule()
    const got = await refused(module, command, config, new AwsError('SomethingElse', 'is <wrong>', 400))
    expect(got).toMatchObject({ name: 'SomethingElse', message: 'is <wrong>' })
    expect((got as { $metadata: object }).$metadata).toMatchObject({
      httpStatusCode: 400,
      requestId: 'request-1',
    })
  })
}

test.each([
  ['S3', () => import('@aws-sdk/client-s3')],
  ['IAM', () => import('@aws-sdk/client-iam')],
  ['EC2', () => import('@aws-sdk/client-ec2')],
] as [string, () => Promise<Module>][])('an error of %s is XML whatever a client sent', async (_, client) => {
  const model = readServiceModel(await client())
  const fault = faultOf(new AwsError('NoSuchThing', 'no a\u0000b\u0001c\uffff😀', 404), model)
  expect(model.protocol.writeError(fault, model, 'request-1').body).toContain('no a\ufffdb\ufffdc\ufffd😀')
})

test('S3 has a bare <Error>, other XML services an envelope, REST in JSON a header', async () => {
  const error = new AwsError('NoSuchThing', 'not <there>', 404)
  const written = async (module: Module): Promise<WireResponse> => {
    const model = readServiceModel(module)
    return model.protocol.writeError(faultOf(error, model), model, 'request-1')
  }
  const s3 = await written(await import('@aws-sdk/client-s3'))
  expect(s3.status).toBe(404)
  expect(s3.headers).toMatchObject({ 'content-type': 'application/xml', 'x-amz-request-id': 'request-1' })
  expect(s3.body).toMatch(
    /^<\?xml [^>]*\?>\n<Error><Code>NoSuchThing<\/Code><Message>not &lt;there&gt;<\/Message><RequestId>request-1</,
  )
  const efs = await written(await import('@aws-sdk/client-efs'))
  expect(efs).toMatchObject({
    headers: { 'x-amzn-errortype': 'NoSuchThing', 'content-type': 'application/json' },
    body: '{"message":"not <there>"}',
  })
})

function isException(value: unknown): value is Exception {
  return Array.isArray(value) && value[0] === -3 && !/ServiceException$/.test(String(value[2]))
}

function codeOf([, , name, traits]: Exception): string {
  return (traits as { awsQueryError?: [string, number] }).awsQueryError?.[0] ?? name
}

function thrown(exception: Exception, module: Module): { members: object; error: Error } {
  const schema = NormalizedSchema.of(exception as never)
  const sampled = (sample(schema) ?? {}) as Record<string, unknown>
  const members = Object.fromEntries(Object.entries(sampled).filter(([key]) => !/^message$/i.test(key)))
  const Thrown = module[exception[2]] as new (options: object) => Error
  const error = new Thrown({ message: 'no <such> thing & more', $metadata: {}, ...members })
  return { members, error }
}

async function refused(
  module: Module,
  command: string,
  config: object | undefined,
  error: Error,
): Promise<unknown> {
  const whole = readServiceModel(module)
  const client = sdkClient(
    module,
    request => {
      const model = modelFor(request, whole)
      return Promise.resolve(model.protocol.writeError(faultOf(error, model), model, 'request-1'))
    },
    { maxAttempts: 1, ...config },
  )
  const Command = module[`${command}Command`] as new (input: object) => object
  return client.send(new Command({})).then(
    () => undefined,
    (refusal: unknown) => refusal,
  )
}
