import * as ecs from '@aws-sdk/client-ecs'
import { NormalizedSchema } from '@smithy/core/schema'

/** A service as the aws command line reads it: of `service-2.json` what it needs to call operations, without their manual. */
export interface CommandLineModel {
  version: '2.0'
  metadata: Record<string, string>
  operations: Record<string, object>
  shapes: Record<string, object>
}

/** How a schema of an operation begins. */
const OPERATION = 9

type Shapes = Record<string, object>
type OperationSchema = [
  kind: 9,
  namespace: string,
  name: string,
  traits: unknown,
  input: never,
  output: never,
]

/** The numbers of ECS that need not be whole: the SDK's schemas call all of them numeric. Source: botocore's model of ECS. */
const FRACTIONS = new Set([
  ...['canaryPercent', 'drainPercent', 'stepPercent', 'targetValue', 'value', 'doubleValue'],
  ...['requestedTestTrafficWeight', 'requestedProductionTrafficWeight'],
])

/**
 * Amazon ECS as this project's SDK client knows it, for aws command lines that are older than an operation which a lab needs.
 * ECS speaks JSON with all members in the body, so shapes are all there is to say.
 * Source of the format: botocore's service models.
 */
export function ecsCommandLineModel(): CommandLineModel {
  const shapes: Shapes = {}
  const operations: Record<string, object> = {}
  for (const exported of Object.values<unknown>(ecs)) {
    if (!isOperation(exported)) continue
    const [, , name, , input, output] = exported
    operations[name] = {
      name,
      http: { method: 'POST', requestUri: '/' },
      input: { shape: shapeOf(NormalizedSchema.of(input), shapes) },
      output: { shape: shapeOf(NormalizedSchema.of(output), shapes) },
    }
  }
  return {
    version: '2.0',
    metadata: {
      apiVersion: '2014-11-13',
      endpointPrefix: 'ecs',
      jsonVersion: '1.1',
      protocol: 'json',
      serviceAbbreviation: 'Amazon ECS',
      serviceFullName: 'Amazon EC2 Container Service',
      serviceId: 'ECS',
      signatureVersion: 'v4',
      targetPrefix: 'AmazonEC2ContainerServiceV20141113',
      uid: 'ecs-2014-11-13',
    },
    operations,
    shapes,
  }
}

function isOperation(exported: unknown): exported is OperationSchema {
  return Array.isArray(exported) && exported[0] === OPERATION
}

/** The name of a shape, which is put among `shapes` with all that it is made of. */
function shapeOf(schema: NormalizedSchema, shapes: Shapes): string {
  if (schema.isDocumentSchema())
    return define(shapes, 'document', { type: 'structure', members: {}, document: true })
  if (schema.isUnitSchema()) return define(shapes, 'nothing', { type: 'structure', members: {} })
  if (schema.isStructSchema()) {
    const name = schema.getName() ?? ''
    if (name in shapes) return name
    const members: Shapes = {}
    // Named before its members are read: a shape may hold itself.
    define(shapes, name, { type: 'structure', members })
    for (const [member, of] of schema.structIterator()) members[member] = { shape: shapeOf(of, shapes) }
    return name
  }
  if (schema.isListSchema() || schema.isMapSchema()) {
    const value = shapeOf(schema.getValueSchema(), shapes)
    if (schema.isListSchema())
      return define(shapes, `${value}List`, { type: 'list', member: { shape: value } })
    const key = define(shapes, 'string', { type: 'string' })
    return define(shapes, `${value}Map`, { type: 'map', key: { shape: key }, value: { shape: value } })
  }
  const type = scalarType(schema)
  return define(shapes, type, { type })
}

function define(shapes: Shapes, name: string, shape: object): string {
  shapes[name] = shape
  return name
}

function scalarType(schema: NormalizedSchema): string {
  if (schema.isStringSchema()) return 'string'
  if (schema.isBooleanSchema()) return 'boolean'
  if (schema.isTimestampSchema()) return 'timestamp'
  if (schema.isNumericSchema()) return FRACTIONS.has(schema.getMemberName()) ? 'double' : 'integer'
  throw new Error(
    `ECS has a kind of value that the aws command line is not told of: ${schema.getName() ?? ''}.`,
  )
}
