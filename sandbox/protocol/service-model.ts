import { NormalizedSchema, type TypeRegistry } from '@smithy/core/schema'
import { awsJson } from './aws-json.ts'
import { awsQuery } from './aws-query.ts'
import { ec2Query } from './ec2-query.ts'
import type { ModelOperation, Protocol, ServiceNames, WireRequest } from './protocol.ts'
import { restJson } from './rest-json.ts'
import { isS3, restXml, s3RestXml } from './rest-xml.ts'
import { smithyCbor } from './smithy-cbor.ts'

/** The protocols spoken here, by Smithy shape id. */
const protocols = new Map<string, Protocol>(
  [awsJson('1.0'), awsJson('1.1'), awsQuery, ec2Query, restJson, restXml, smithyCbor].map(protocol => [
    protocol.id,
    protocol,
  ]),
)

/** What the SDK's client knows of its service. */
export interface ServiceModel extends ServiceNames {
  protocol: Protocol
  operations: ReadonlyMap<string, ModelOperation>
  /** Schema of a modelled exception, by its shape's name. */
  errorSchema(shape: string): NormalizedSchema | undefined
}

/** The model, speaking the protocol that the request is in: services that once spoke awsQuery speak several. */
export function modelFor(request: WireRequest, model: ServiceModel): ServiceModel {
  if (!model.queryCompatible) return model
  const protocol = requestedProtocol(request)
  return protocol && protocol !== model.protocol ? { ...model, protocol } : model
}

/** The protocol that a request names; undefined for REST, which names none. */
export function requestedProtocol({ headers, query }: WireRequest): Protocol | undefined {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return smithyCbor
  const contentType = headers['content-type'] ?? ''
  if (headers['x-amz-target'] !== undefined) {
    return protocols.get(`aws.protocols#awsJson1_${contentType.includes('json-1.0') ? '0' : '1'}`)
  }
  const isForm = contentType.includes('x-www-form-urlencoded') || /(^|&)Action=/.test(query)
  return isForm ? awsQuery : undefined
}

type ClientClass = new (config: object) => { config: ClientConfig }

interface ClientConfig {
  protocol: { getShapeId(): string }
  protocolSettings: Partial<Pick<ServiceNames, 'version' | 'xmlNamespace'>> & {
    serviceTarget?: string
    awsQueryCompatible?: boolean
    defaultNamespace: string
    errorTypeRegistries: TypeRegistry[]
  }
}

type OperationSchema = [
  id: 9,
  namespace: string,
  name: string,
  traits: object | number,
  input: never,
  output: never,
]

/** Reads the model out of a client's module, such as `@aws-sdk/client-ecs`. */
export function readServiceModel(imported: object): ServiceModel {
  const client = ('default' in imported ? imported.default : imported) as Record<string, unknown>
  const { protocol: wire, protocolSettings: settings } = clientConfig(client)
  const names: ServiceNames = {
    version: settings.version ?? '',
    targetPrefix: settings.serviceTarget ?? '',
    xmlNamespace: settings.xmlNamespace ?? '',
    queryCompatible: settings.awsQueryCompatible ?? false,
  }
  const known = protocols.get(wire.getShapeId())
  const protocol = known === restXml && isS3(names) ? s3RestXml : known
  if (!protocol) {
    throw new Error(
      `${settings.defaultNamespace} speaks ${wire.getShapeId()}, which is not one of ${[...protocols.keys()].join(', ')}.`,
    )
  }
  return {
    protocol,
    ...names,
    operations: new Map(
      Object.values(client)
        .filter(isOperation)
        .map(schema => [schema[2], operationOf(schema)]),
    ),
    errorSchema: shape => {
      for (const registry of settings.errorTypeRegistries) {
        const schema = registry.find(
          found => (found as unknown[])[0] === -3 && (found as unknown[])[2] === shape,
        )
        if (schema) return NormalizedSchema.of(schema)
      }
      return undefined
    },
  }
}

function clientConfig(client: Record<string, unknown>): ClientConfig {
  const name = Object.keys(client).find(
    key => key.endsWith('Client') && key !== '__Client' && !key.startsWith('$'),
  )
  const Client = name && client[name]
  if (typeof Client !== 'function')
    throw new Error(`No client class among ${Object.keys(client).slice(0, 9).join(', ')} …`)
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' }
  return new (Client as ClientClass)({ region: 'us-east-1', credentials }).config
}

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9 && value.length === 6
}

function operationOf([, , name, traits, input, output]: OperationSchema): ModelOperation {
  const { http } = (typeof traits === 'object' ? traits : {}) as { http?: [string, string, number] }
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(http && { http }),
  }
}
